package io.dsd.model.torch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.dsd.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A loaded TorchScript module whose methods can be called. */
final class Script implements AutoCloseable {

  private final Model model;
  private final PtSymbolBlock block;
  private final PtNDManager manager;
  private final IValue anchor;

  private Script(Model model, Device device) {
    this.model = model;
    this.block = (PtSymbolBlock) model.getBlock();
    this.manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
    this.anchor = IValue.from((PtNDArray) manager.create(0f));
  }

  /**
   * Compiles the text.
   *
   * @throws ModelException if libtorch cannot be loaded or refuses the text
   */
  static Script load(String text, Device device) {
    String name = "slice-" + UUID.randomUUID();
    try {
      Path folder = Files.createTempDirectory("dsd-script");
      Path file = folder.resolve(name + ".pt");
      try {
        ScriptArchive.write(folder, name, text);
        Model model = Model.newInstance(name, device, "PyTorch");
        model.load(folder, name);
        return new Script(model, device);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException | MalformedModelException e) {
      throw new ModelException("the slice's TorchScript text could not be loaded: " + e, e);
    }
  }

  /** The manager that owns tensors made outside the script. */
  PtNDManager manager() {
    return manager;
  }

  /** A tensor on the device, which tells methods where to make others. */
  IValue anchor() {
    return anchor;
  }

  /** Calls a method; the caller closes arguments and result. */
  IValue call(String method, IValue... arguments) {
    return call(Threads.all(), method, arguments);
  }

  /** Calls a method that is to compute with so many threads. */
  IValue call(int threads, String method, IValue... arguments) {
    Threads.choose(threads);
    return IValueUtils.runMethod(block, method, arguments);
  }

  /** Calls a method for its effect. */
  void run(String method, IValue... arguments) {
    call(method, arguments).close();
  }

  @Override
  public void close() {
    anchor.close();
    manager.close();
    model.close();
  }
}
