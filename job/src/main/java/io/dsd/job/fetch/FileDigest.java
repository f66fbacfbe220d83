package io.dsd.job.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file must be.
 *
 * @param name its name
 * @param bytes its size
 * @param sha256 its SHA-256 in hexadecimal
 */
public record FileDigest(String name, long bytes, String sha256) {

  /**
   * Compares a file with this.
   *
   * @throws FetchException if it is not the same
   */
  void verify(Path file) throws IOException {
    long size = Files.size(file);
    if (size != bytes) {
      throw new FetchException(
          "%s has %,d bytes, but %,d are expected; try again".formatted(name, size, bytes));
    }
    String actual = sha256(file);
    if (!actual.equals(sha256)) {
      throw new FetchException(
          "%s has the SHA-256 %s, but %s is expected: it was damaged or changed on its way; try again"
              .formatted(name, actual, sha256));
    }
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
