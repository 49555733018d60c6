"""Peer of npm run bench: the reference architecture, its losses and Adam in Python TensorFlow, compiled by tf.function.

usage: tensorflow_step.py MODEL BATCH THREADS, then lines as in serve.py
"""
import os
import sys

from serve import model_parts, serve

model_name, batch, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
autoencoder, layer = model_parts(model_name)

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import tensorflow as tf  # noqa: E402

neurons, sparse_layer = 103, layer or 2
tf.config.threading.set_intra_op_parallelism_threads(threads)
tf.config.threading.set_inter_op_parallelism_threads(threads)
tf.random.set_seed(1)
layers = tf.keras.layers


def block(current, channels, kernel, stride, transposed=False):
    convolution = layers.Conv2DTranspose if transposed else layers.Conv2D
    current = convolution(channels, kernel, stride, padding='same', use_bias=False)(current)
    return layers.Activation('elu')(layers.BatchNormalization(momentum=.9, epsilon=1e-3)(current))


inputs = layers.Input((32, 32, 1))
hidden, current = [], inputs
for channels, kernel, stride in ((32, 4, 2), (64, 4, 2), (64, 3, 1), (64, 3, 1))[:4 if autoencoder else layer]:
    current = block(current, channels, kernel, stride)
    hidden.append(current)
outputs = [hidden[sparse_layer - 1]]
if autoencoder:
    code = layers.Dense(100)(layers.Flatten()(current))
    grid = layers.Reshape((8, 8, 64))(layers.Dense(4096)(code))
    grid = block(block(block(grid, 64, 3, 1), 64, 3, 1), 32, 4, 2, True)
    outputs.append(layers.Conv2DTranspose(1, 4, 2, padding='same', activation='tanh')(grid))
network = tf.keras.Model(inputs, outputs)
variables = list(network.trainable_variables)
if layer:
    positions, channels = (256, 32) if layer == 1 else (64, 64)
    mask = tf.Variable(tf.random.normal((positions, neurons)) * .05)
    features = tf.Variable(tf.random.normal((channels, neurons)) * .05)
    bias = tf.Variable(tf.zeros(neurons))
    variables += [mask, features, bias]
adam = tf.keras.optimizers.Adam(1e-3)
adam.build(variables)
images = tf.random.uniform((batch, 32, 32, 1), -1, 1)
responses = tf.random.uniform((batch, neurons), 0, 3)


def evaluate(shown, training):
    results = network(shown, training=training)
    seen = results[0]
    image = results[1] if autoencoder else None
    predicted = None
    if layer:
        at_positions = tf.einsum('bpc,pn->bcn', tf.reshape(seen, (-1, positions, channels)), mask)
        predicted = tf.nn.softplus(tf.reduce_sum(at_positions * features, 1) + bias)
    return image, predicted, seen


def loss():
    image, predicted, seen = evaluate(images, True)
    terms = []
    if image is not None:
        terms.append(tf.reduce_sum(tf.math.squared_difference(image, images)) / batch)
    if predicted is not None:
        terms.append(tf.reduce_sum(predicted - responses * tf.math.log(predicted + 1e-5)) / batch)
        terms.append(.001 * tf.reduce_sum(tf.reduce_sum(tf.abs(mask), 0) * tf.reduce_sum(tf.abs(features), 0)))
    flat = tf.reshape(seen, (batch, -1))
    norm = tf.sqrt(tf.reduce_sum(tf.square(flat), 1) + 1e-12) * float(flat.shape[1]) ** .5
    terms.append(.1 * tf.reduce_mean(tf.reduce_sum(tf.abs(flat), 1) / norm))
    return tf.add_n(terms)


@tf.function
def compiled_step():
    with tf.GradientTape() as tape:
        value = loss()
    adam.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value


@tf.function
def compiled_pass(shown):
    image, predicted, _ = evaluate(shown, False)
    return [result for result in (image, predicted) if result is not None]


def infer(count):
    shown = tf.random.uniform((count, 32, 32, 1), -1, 1)

    def run():
        for start in range(0, count, 500):
            for result in compiled_pass(shown[start:start + 500]):
                result.numpy()
    run()
    return run


serve(f'TensorFlow {tf.__version__}', lambda: compiled_step().numpy(), infer)
