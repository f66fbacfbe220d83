package io.dsd.model.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.IValue;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For which types this libtorch and this processor have oneDNN's products with weights laid out
 * beforehand: those for x86 do, for bf16 where there is AVX-512. Asked by trying.
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
          w = torch.ones([32, 32], dtype=$TYPE, layout=None, device=ops.prim.device(anchor))
          y = ops.mkldnn._linear_pointwise(w, ops.mkldnn._reorder_linear_weight(w, 16), None, "none", [], "")
          return ops.mkldnn._linear_pointwise(w, y, ops.mkldnn._reorder_linear_weight(w, 16), None, "add")
      """;

  /** Asked once. */
  private static final class Answer {

    private static final Set<ComputeType> THERE =
        Arrays.stream(ComputeType.values())
            .filter(BlockedProducts::attempt)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(ComputeType.class)));
  }

  private BlockedProducts() {}

  static boolean areThere(ComputeType type) {
    return Answer.THERE.contains(type);
  }

  private static boolean attempt(ComputeType type) {
    String text = TEXT.replace("$TYPE", Long.toString(TensorCode.of(type)));
    try (Script script = Script.load(text, Device.cpu());
        IValue result = script.call("attempt", script.anchor())) {
      return result.isTensor();
    } catch (EngineException | ModelException lacking) {
      LOG.info("products in {} are slower here than elsewhere: {}", type, lacking.getMessage());
      return false;
    }
  }
}
