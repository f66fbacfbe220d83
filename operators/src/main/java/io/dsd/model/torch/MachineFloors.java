package io.dsd.model.torch;

import ai.djl.Device;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.dsd.message.round.ComputeType;

/**
 * What this machine's processors can do at best, by libtorch with all its threads: reading memory,
 * and a large product.
 */
public final class MachineFloors implements AutoCloseable {

  /** Beyond this, a larger product is no faster. */
  private static final int SIDE = 2048;

  private static final int FLOAT_BYTES = 4;

  private static final String TEXT =
      """
      class Slice(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        _is_full_backward_hook : Optional[bool]
        def numbers(self: __torch__.Slice, anchor: Tensor, rows: int, columns: int, type: int) -> Tensor:
          return torch.full([rows, columns], 0.5, dtype=type, layout=None, device=ops.prim.device(anchor), pin_memory=None)
        def read(self: __torch__.Slice, numbers: Tensor) -> Tensor:
          return torch.sum(numbers)
        def multiply(self: __torch__.Slice, numbers: Tensor) -> Tensor:
          return torch.linear(numbers, numbers)
      """;

  private final Script script;
  private final IValue memory;
  private final IValue factor;
  private final long bytes;

  /**
   * Allocates what is read and multiplied.
   *
   * @param type of the product's numbers
   * @param bytes how much is read at once; more than the caches hold
   */
  public MachineFloors(ComputeType type, long bytes) {
    long numbers = Math.max(1, bytes / FLOAT_BYTES);
    this.bytes = numbers * FLOAT_BYTES;
    this.script = Script.load(TEXT, Device.cpu());
    this.memory = numbers(1, numbers, TensorCode.FLOAT);
    this.factor = numbers(SIDE, SIDE, TensorCode.of(type));
  }

  private IValue numbers(long rows, long columns, long type) {
    try (IValue height = IValue.from(rows);
        IValue width = IValue.from(columns);
        IValue code = IValue.from(type)) {
      return script.call("numbers", script.anchor(), height, width, code);
    }
  }

  /** Reads all the memory once: bytes per nanosecond, which are gigabytes per second. */
  public double bytesPerNanosecond() {
    return bytes / nanos("read", memory);
  }

  /**
   * Multiplies two square matrices: multiplications and additions per nanosecond, that is thousands
   * of them are teraflops.
   */
  public double operationsPerNanosecond() {
    return 2.0 * SIDE * SIDE * SIDE / nanos("multiply", factor);
  }

  private double nanos(String method, IValue argument) {
    long start = System.nanoTime();
    script.run(method, argument);
    return System.nanoTime() - start;
  }

  /** How many threads libtorch uses within an operator. */
  public int threads() {
    return JniUtils.getNumThreads();
  }

  @Override
  public void close() {
    factor.close();
    memory.close();
    script.close();
  }
}
