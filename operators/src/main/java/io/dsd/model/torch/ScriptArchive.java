package io.dsd.model.torch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive that holds one module without parameters and the text of its
 * methods: what {@code torch.jit.save} would write, without Python.
 *
 * <p>Format: a ZIP of stored entries under one folder (torch/csrc/jit/docs/serialization.md):
 * {@code data.pkl}, the pickled module object; {@code code/__torch__.py}, the text; {@code
 * constants.pkl}, an empty tuple; {@code version} and {@code byteorder}.
 */
final class ScriptArchive {

  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

  private ScriptArchive() {}

  /**
   * Writes the archive {@code name}.pt, whose text defines the class {@code Slice}, to a folder.
   */
  static void write(Path folder, String name, String text) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".pt"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, name + "/data.pkl", moduleObject());
      put(zip, name + "/code/__torch__.py", text.getBytes(UTF_8));
      put(zip, name + "/constants.pkl", EMPTY_TUPLE);
      put(zip, name + "/version", "3\n".getBytes(UTF_8));
      put(zip, name + "/byteorder", "little".getBytes(UTF_8));
    }
  }

  /** The pickle of an object of class {@code __torch__.Slice} with its two mandatory attributes. */
  private static byte[] moduleObject() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2});
    pickle.write("c__torch__\nSlice\nq\u0000)".getBytes(ISO_8859_1));
    pickle.write(0x81);
    pickle.write("}(X\u0008\u0000\u0000\u0000trainingq\u0001".getBytes(ISO_8859_1));
    pickle.write(0x89);
    pickle.write(
        "X\u0016\u0000\u0000\u0000_is_full_backward_hookq\u0002Nubq\u0003.".getBytes(ISO_8859_1));
    return pickle.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setCrc(checksum.getValue());
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
