package io.dsd.model.torch;

import io.dsd.model.checkpoint.FourBits;
import io.dsd.model.checkpoint.WeightForm;
import io.dsd.model.slice.Arithmetic;
import io.dsd.model.slice.ComputeDevice;

/**
 * How a script multiplies with weights.
 *
 * @param blocked with weights that oneDNN has laid out in blocks beforehand: several times as fast
 *     for small products as if it found them row by row, and no slower for large ones
 * @param packed with weights in four bits as well, for blocks of fewer than {@link #SMALL_BLOCK}
 *     tokens
 */
record ProductForm(boolean blocked, boolean packed) {

  /** From so many tokens on weights in four bits are no faster (docs/performance.md). */
  static final int SMALL_BLOCK = 8;

  /** The layout depends on for how many rows it is meant, and serves all. */
  private static final int MEANT_ROWS = 16;

  private static final String PLAIN =
      """
        def multiply(self: __torch__.Slice, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
          return torch.linear(x, weight, bias)
        def increase(self: __torch__.Slice, h: Tensor, x: Tensor, weight: Tensor) -> Tensor:
          return torch.add(h, torch.linear(x, weight))
        def lay(self: __torch__.Slice, into: List[Tensor], parts: List[Tensor]) -> int:
          return (self).fuse(into, parts)
      """;

  private static final String BLOCKED =
      """
        def multiply(self: __torch__.Slice, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
          return ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")
        def increase(self: __torch__.Slice, h: Tensor, x: Tensor, weight: Tensor) -> Tensor:
          return ops.mkldnn._linear_pointwise(x, h, weight, None, "add")
        def lay(self: __torch__.Slice, into: List[Tensor], parts: List[Tensor]) -> int:
          _0 = torch.append(into, ops.mkldnn._reorder_linear_weight(torch.to(torch.cat(parts, 0), $TYPE), $MEANT))
          return torch.len(into)
      """;

  private static final String UNPACKED =
      """
        def product(self: __torch__.Slice, x: Tensor, w: List[Tensor], at: int, packed: int) -> Tensor:
          return (self).multiply(x, w[at], None)
        def added(self: __torch__.Slice, h: Tensor, x: Tensor, w: List[Tensor], at: int, packed: int) -> Tensor:
          return (self).increase(h, x, w[at])
      """;

  private static final String PACKED =
      """
        def product(self: __torch__.Slice, x: Tensor, w: List[Tensor], at: int, packed: int) -> Tensor:
          if torch.lt(torch.size(x, 0), $SMALL):
            r = torch._weight_int4pack_mm_for_cpu(x, w[packed], $GROUPED, w[packed + 1])
          else:
            r = (self).multiply(x, w[at], None)
          return r
        def added(self: __torch__.Slice, h: Tensor, x: Tensor, w: List[Tensor], at: int, packed: int) -> Tensor:
          if torch.lt(torch.size(x, 0), $SMALL):
            r = torch.add(h, torch._weight_int4pack_mm_for_cpu(x, w[packed], $GROUPED, w[packed + 1]))
          else:
            r = (self).increase(h, x, w[at])
          return r
      """;

  /**
   * The fastest that there is.
   *
   * @param arithmetic what the slice allows
   */
  static ProductForm of(Arithmetic arithmetic) {
    return new ProductForm(
        arithmetic.device() instanceof ComputeDevice.Cpu
            && BlockedProducts.areThere(arithmetic.type()),
        arithmetic.weights() != WeightForm.UNPACKED);
  }

  /**
   * Methods of a script: {@code multiply} and {@code increase} by a product with a weight that
   * {@code lay} has put on a list, {@code product} and {@code added} by one with a weight on the
   * list, or where the block is small with its packed form elsewhere on it.
   */
  String text() {
    String text = (blocked ? BLOCKED : PLAIN) + (packed ? PACKED : UNPACKED);
    return text.replace("$SMALL", Integer.toString(SMALL_BLOCK))
        .replace("$GROUPED", Integer.toString(FourBits.GROUP))
        .replace("$MEANT", Integer.toString(MEANT_ROWS));
  }
}
