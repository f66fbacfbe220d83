package io.dsd.model.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.IValue;
import io.dsd.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this libtorch and this processor have oneDNN's bf16 products with weights laid out
 * beforehand: those for x86 do where there is AVX-512. Asked by trying.
 */
final class BlockedProducts {

  private static final Logger LOG = LoggerFactory.getLogger(BlockedProducts.class);

  private static final String TEXT =
      """
      class Slice(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        _is_full_backward_hook : Optional[bool]
        def attempt(self: __torch__.Slice, anchor: Tensor) -> Tensor:
          w = torch.ones([32, 32], dtype=15, layout=None, device=ops.prim.device(anchor))
          y = ops.mkldnn._linear_pointwise(w, ops.mkldnn._reorder_linear_weight(w, 16), None, "none", [], "")
          return ops.mkldnn._linear_pointwise(w, y, ops.mkldnn._reorder_linear_weight(w, 16), None, "add")
      """;

  /** Asked once. */
  private static final class Answer {

    private static final boolean THERE = attempt();
  }

  private BlockedProducts() {}

  static boolean areThere() {
    return Answer.THERE;
  }

  private static boolean attempt() {
    try (Script script = Script.load(TEXT, Device.cpu());
        IValue result = script.call("attempt", script.anchor())) {
      return result.isTensor();
    } catch (EngineException | ModelException lacking) {
      LOG.info("products in bf16 are slower here than elsewhere: {}", lacking.getMessage());
      return false;
    }
  }
}
