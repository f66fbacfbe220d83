package io.dsd.job.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that nobody but their owner may read. */
public final class OwnerOnly {

  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Makes a directory; those that it lies in are made as usual. */
  static Path directory(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    return Files.createDirectory(path, DIRECTORY);
  }

  /** Writes a file, which never has content that others may read. */
  public static Path write(Path file, String text) throws IOException {
    if (Files.notExists(file)) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
    }
    Files.setPosixFilePermissions(file, FILE);
    return Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Takes a file that another program made away from others. */
  static void restrict(Path file) throws IOException {
    Files.setPosixFilePermissions(file, FILE);
  }
}
