package io.dsd.job.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be closed in the end, the latest first. */
final class Closing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /** Takes charge of {@code resource}; closes it at once if the end has come already. */
  synchronized <T extends AutoCloseable> T add(T resource) throws Exception {
    if (closed) {
      resource.close();
      throw new DemoException("interrupted");
    }
    open.push(resource);
    return resource;
  }

  /** A new directory that is deleted in the end. */
  Path temporaryDirectory() throws Exception {
    Path directory = Files.createTempDirectory("dsd-demo-");
    add(() -> delete(directory));
    return directory;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failure) {
        // the others must be closed nevertheless
        LOG.warn("something did not close", failure);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
