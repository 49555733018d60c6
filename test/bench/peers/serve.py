"""What every peer does: one first step, a line that says so, then one number for every line on standard input until it ends.

    steps N      median milliseconds of N training steps
    processor 0  milliseconds of processor time, of all threads, that a step of the last `steps` took
    images N     milliseconds to run the trained network once over N images
    peak 0       largest resident memory so far, in megabytes

Ours alone are asked for more:

    leak N       tensors and sessions that N steps leave behind, recorded anew
    product N    median milliseconds of N products of two 1024 x 1024 matrices
    arithmetic 0 multiplications and additions of a step, in 1e9
"""
import json
import resource
import sys
import time


def milliseconds(run):
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1e3


def peak_megabytes():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == 'darwin' else 1024)


def serve(library, step, infer):
    """step() trains once and waits for the loss; infer(n) returns a function that runs the network over n images."""
    step()
    print(json.dumps({'library': library}), flush=True)
    passes, processor = {}, float('nan')
    for line in sys.stdin:
        request, count = line.split()
        if request == 'steps':
            before = time.process_time()
            times = sorted(milliseconds(step) for _ in range(int(count)))
            processor = (time.process_time() - before) * 1e3 / len(times)
            answer = times[len(times) // 2]
        elif request == 'processor':
            answer = processor
        elif request == 'images':
            if count not in passes:
                passes[count] = infer(int(count))
            answer = milliseconds(passes[count])
        else:
            answer = peak_megabytes()
        print(json.dumps(answer), flush=True)


def model_parts(name):
    """CAE, CNN-FR<i> or CAE-FR<i> -> (has an autoencoder, readout layer or 0); status 3 says that this peer lacks the model."""
    first, _, readout = name.partition('-')
    known = (first == 'CAE' and not readout) or (first in ('CAE', 'CNN') and readout[:2] == 'FR' and readout[2:] in '1 2 3 4'.split())
    if not known:
        sys.exit('this peer has CAE, CNN-FR and CAE-FR only')
    return first == 'CAE', int(readout[2:]) if readout else 0
