package io.dsd.job.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {

  @TempDir private Path directory;

  @Test
  void theCachesOwnVariableComesFirst() {
    assertThat(home(Map.of("DSD_CACHE", "/own", "XDG_CACHE_HOME", "/shared")))
        .isEqualTo(Path.of("/own"));
  }

  @Test
  void thenTheUsersCacheHome() {
    assertThat(home(Map.of("DSD_CACHE", "", "XDG_CACHE_HOME", "/shared")))
        .isEqualTo(Path.of("/shared/dsd"));
  }

  @Test
  void thenTheUsualPlaceAtHome() {
    assertThat(home(Map.of())).isEqualTo(Path.of("/home/me/.cache/dsd"));
  }

  @Test
  void aHalfFileIsNotAModel() throws Exception {
    ModelCache cache = new ModelCache(directory);
    Path file = cache.file(Catalogue.DEFAULT);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "half");
    assertThat(cache.holds(Catalogue.DEFAULT)).isFalse();
  }

  @Test
  void aPathIsTakenAsItIsAndAnUnknownNameIsRefusedWithTheKnownOnes() throws Exception {
    ModelNames names =
        new ModelNames(
            new Fetcher(
                new ModelCache(directory),
                new Pip(List.of()),
                (task, total) -> {
                  throw new AssertionError("nothing is to be fetched");
                },
                System.err),
            Shipped.nothing());
    assertThat(names.resolve(directory.toString())).isEqualTo(directory);
    assertThatThrownBy(() -> names.resolve("smollm"))
        .isInstanceOf(FetchException.class)
        .hasMessageContainingAll("smollm is neither", "smollm2-135m");
  }

  private static Path home(Map<String, String> environment) {
    return ModelCache.of(environment, "/home/me").home();
  }
}
