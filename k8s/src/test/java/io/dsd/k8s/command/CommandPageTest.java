package io.dsd.k8s.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.job.command.CommandPage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The last part of docs/command-line.md; {@code -Ddsd.docs.write=true} writes it. */
class CommandPageTest {

  private static final Path PAGE = Path.of("../docs/command-line.md");

  @Test
  void thePageEndsWithTheCommandsForKubernetes() throws Exception {
    String page = Files.readString(PAGE);
    String rest = CommandPage.sections(Kubernetes.commandLine());
    if (Boolean.getBoolean("dsd.docs.write")) {
      Files.writeString(PAGE, CommandPage.withoutKubernetes(page) + rest);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(CommandPage.withoutKubernetes(page) + rest);
  }
}
