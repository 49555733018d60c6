// Compiled into the TensorFlow binding. The first session of a process writes two lines to stderr
// that no setting of TensorFlow 2.18 silences ("MLIR V1 optimization pass is not enabled"): one
// that does nothing gets them over with, while stderr leads nowhere.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "tensorflow/c/c_api.h"

namespace {

void RunFirstSession() {
  TF_Status* status = TF_NewStatus();
  TF_Graph* graph = TF_NewGraph();
  TF_SessionOptions* options = TF_NewSessionOptions();
  // device_count { key: "GPU" value: 0 }: it must not reserve memory there.
  const char without_gpu[] = "\x0a\x07\x0a\x03GPU\x10";
  TF_SetConfig(options, without_gpu, sizeof(without_gpu), status);
  const TF_Operation* nothing = TF_FinishOperation(TF_NewOperation(graph, "NoOp", "nothing"), status);
  TF_Session* session = TF_NewSession(graph, options, status);
  if (TF_GetCode(status) == TF_OK) {
    TF_SessionRun(session, nullptr, nullptr, nullptr, 0, nullptr, nullptr, 0, &nothing, 1, nullptr,
                  status);
    TF_DeleteSession(session, status);
  }
  TF_DeleteSessionOptions(options);
  TF_DeleteGraph(graph);
  TF_DeleteStatus(status);
}

struct QuietSession {
  QuietSession() {
    // Whoever wants TensorFlow's messages gets these, too.
    const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
    if (level == nullptr || std::atoi(level) == 0) return;
    const int shown = dup(STDERR_FILENO);
    const int nowhere = open("/dev/null", O_WRONLY);
    if (shown >= 0 && nowhere >= 0) {
      dup2(nowhere, STDERR_FILENO);
      RunFirstSession();
      dup2(shown, STDERR_FILENO);
    }
    close(shown);
    close(nowhere);
  }
} quiet_session;

}  // namespace
