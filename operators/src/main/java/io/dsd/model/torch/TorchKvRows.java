package io.dsd.model.torch;

import ai.djl.pytorch.jni.IValue;
import io.dsd.model.slice.KvRows;

/** KV rows as one tensor {@code [layers, 2, KV heads, capacity, head size]}. */
record TorchKvRows(IValue tensor, int capacity, long bytes) implements KvRows {

  @Override
  public void close() {
    tensor.close();
  }
}
