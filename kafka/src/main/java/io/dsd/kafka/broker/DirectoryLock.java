package io.dsd.kafka.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a directory for one broker. Kafka's own lock comes too late: by then a second broker has
 * begun to read, and perhaps to repair, what the first one writes.
 */
final class DirectoryLock implements AutoCloseable {

  private final FileChannel file;

  private DirectoryLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the directory.
   *
   * @throws IOException if another broker has it
   */
  static DirectoryLock take(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve(".dsd-lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!lock(file)) {
      file.close();
      throw new IOException(
          "another broker, of this or another process, is using this directory; stop it, or name"
              + " another directory");
    }
    return new DirectoryLock(file);
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      return false;
    }
  }

  /** Lets the directory go. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
