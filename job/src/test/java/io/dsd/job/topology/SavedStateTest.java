package io.dsd.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.options.OptionsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code dsd submit --from} begins. */
class SavedStateTest {

  @TempDir private Path directory;

  @Test
  void theNewestThatIsCompleteIsTakenOfAllThatJobsHaveKept() throws Exception {
    complete("job-a/chk-9", 1_000);
    Path newest = complete("job-b/chk-2", 3_000);
    complete("savepoint-1", 2_000);
    Files.createDirectories(directory.resolve("job-b/chk-3"));
    assertThat(SavedState.newest(directory.toUri().toString())).isEqualTo("file:" + newest);
  }

  @Test
  void oneThatIsNamedIsTaken() throws Exception {
    Path named = complete("job-a/chk-9", 1_000);
    complete("job-b/chk-2", 3_000);
    assertThat(SavedState.newest(named.toString())).isEqualTo("file:" + named);
  }

  @Test
  void aDirectoryWithoutAnyIsNamed() throws Exception {
    Files.createDirectories(directory.resolve("chk-3"));
    assertThatThrownBy(() -> SavedState.newest(directory.toString()))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining(directory.toString());
    assertThatThrownBy(() -> SavedState.newest(directory + "/nowhere"))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining(directory + "/nowhere");
  }

  private Path complete(String name, long millis) throws Exception {
    Path made = Files.createDirectories(directory.resolve(name));
    Path mark = Files.createFile(made.resolve("_metadata"));
    Files.setLastModifiedTime(mark, FileTime.fromMillis(millis));
    return made;
  }
}
