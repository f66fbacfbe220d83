package io.dsd.model.torch;

import ai.djl.pytorch.jni.IValue;
import io.dsd.model.slice.KvRows;

/** KV rows as one tensor {@code [layers, 2, KV heads, capacity, head size]}. */
record TorchKvRows(Script script, IValue tensor, int capacity, long bytes) implements KvRows {

  @Override
  public void put(int at, KvRows source, int first, int count) {
    try (IValue to = IValue.from(at);
        IValue from = IValue.from(first);
        IValue rows = IValue.from(count)) {
      script.run("put", tensor, to, ((TorchKvRows) source).tensor, from, rows);
    }
  }

  @Override
  public void close() {
    tensor.close();
  }
}
