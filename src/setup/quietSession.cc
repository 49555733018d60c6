// Compiled into the TensorFlow binding. The first session of a process writes two lines to stderr
// that no setting of TensorFlow 2.18 silences ("MLIR V1 optimization pass is not enabled"): one
// that computes a constant gets them over with, while stderr leads nowhere.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "tensorflow/c/c_api.h"

namespace {

void RunFirstSession() {
  TF_Status* status = TF_NewStatus();
  TF_Graph* graph = TF_NewGraph();
  const float one = 1;
  TF_Tensor* tensor = TF_AllocateTensor(TF_FLOAT, nullptr, 0, sizeof(one));
  *static_cast<float*>(TF_TensorData(tensor)) = one;
  TF_OperationDescription* description = TF_NewOperation(graph, "Const", "one");
  TF_SetAttrTensor(description, "value", tensor, status);
  TF_SetAttrType(description, "dtype", TF_FLOAT);
  TF_Output output = {TF_FinishOperation(description, status), 0};
  TF_SessionOptions* options = TF_NewSessionOptions();
  // device_count { key: "GPU" value: 0 }: it must not reserve memory there.
  const char without_gpu[] = "\x0a\x07\x0a\x03GPU\x10";
  TF_SetConfig(options, without_gpu, sizeof(without_gpu), status);
  TF_Session* session = TF_NewSession(graph, options, status);
  TF_Tensor* result = nullptr;
  if (TF_GetCode(status) == TF_OK) {
    TF_SessionRun(session, nullptr, nullptr, nullptr, 0, &output, &result, 1, nullptr, 0, nullptr,
                  status);
    TF_DeleteSession(session, status);
  }
  if (result != nullptr) TF_DeleteTensor(result);
  TF_DeleteTensor(tensor);
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
