package io.dsd.job.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The reference of all commands as Markdown: what {@code docs/command-line.md} holds. */
public final class CommandPage {

  private static final String OPENING =
      """
      # The command line

      `./dsd` builds itself when it is missing or older than its sources, and then runs one command.
      It needs a JDK of version 17 or newer and, to build, Maven 3.8 or newer.

      Exit status: 0 done; 1 failed, or a prompt got an error, or `receive --timeout` ran out; 2 called
      wrongly; 130 interrupted. What a command reports about itself goes to standard error.

      Environment: `JAVA_HOME` (the JDK), `DSD_CACHE` (where models and logs are kept, else
      `$XDG_CACHE_HOME/dsd`, else `~/.cache/dsd`), `DSD_HEAP` (the Java heap, else `2g`; weights and
      KV caches are outside of it).

      This page is written from the code; a test compares them.
      """;

  /** The first heading of what belongs to another module. */
  private static final String KUBERNETES = "%n## dsd k8s ".formatted();

  private CommandPage() {}

  /** The page up to the commands of module {@code k8s}, which is all that this module knows. */
  public static String withoutKubernetes(String page) {
    int end = page.indexOf(KUBERNETES);
    return end < 0 ? page : page.substring(0, end);
  }

  /** The sections of all commands below {@code root}. */
  public static String sections(CommandLine root) {
    StringBuilder text = new StringBuilder();
    append(text, root);
    return text.toString();
  }

  /** The page. */
  static String markdown(CommandLine root) {
    return OPENING + sections(root);
  }

  private static void append(StringBuilder page, CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      if (spec.name().equals("help")) {
        continue;
      }
      if (command.getSubcommands().isEmpty()) {
        page.append("%n## dsd %s%n%n".formatted(spec.qualifiedName().replaceFirst("^dsd ", "")));
        page.append(String.join(" ", spec.usageMessage().description())).append("\n");
        if (spec.positionalParameters().isEmpty() && flags(spec).isEmpty()) {
          continue;
        }
        page.append("\n| | |\n|---|---|\n");
        spec.positionalParameters().forEach(each -> row(page, each.paramLabel(), each));
        flags(spec).forEach(option -> row(page, name(option), option));
      }
      append(page, command);
    }
  }

  private static List<OptionSpec> flags(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .toList();
  }

  private static String name(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    return String.join(", ", option.names()) + value;
  }

  private static void row(StringBuilder page, String name, ArgSpec argument) {
    String meaning =
        Arrays.stream(argument.description())
            .map(text -> text.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue())))
            .collect(Collectors.joining(" "));
    page.append(
        "| `%s` | %s%s |%n"
            .formatted(
                name.replace("|", "\\|"), argument.required() ? "Must be given. " : "", meaning));
  }
}
