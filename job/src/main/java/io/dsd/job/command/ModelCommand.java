package io.dsd.job.command;

import io.dsd.job.fetch.Catalogue;
import io.dsd.job.fetch.CatalogueModel;
import io.dsd.job.fetch.FetchException;
import io.dsd.job.memory.MemorySheet;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsReader;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Models: fetching those that have a name, and looking into any. */
@Command(
    name = "model",
    description = "Fetches, lists and shows models.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ModelCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing a command.");
  }

  @Command(
      name = "fetch",
      description = "Fetches a model into the cache, and prints its path.",
      mixinStandardHelpOptions = true)
  Integer fetch(
      @Parameters(paramLabel = "NAME", description = "A name that `dsd model list` prints.")
          String name) {
    CatalogueModel model =
        Catalogue.find(name)
            .orElseThrow(
                () ->
                    new FetchException(
                        "there is no model named %s; these can be fetched: %s"
                            .formatted(name, Catalogue.names())));
    spec.commandLine().getOut().println(Environment.fetcher().fetch(model));
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists the models that can be fetched, and which of them are here.",
      mixinStandardHelpOptions = true)
  Integer list() {
    for (CatalogueModel model : Catalogue.all()) {
      spec.commandLine()
          .getOut()
          .printf(
              "%s  %s, %d MB, %s  %s%n",
              model.name(),
              model.description(),
              model.model().bytes() / 1_000_000,
              model.licence(),
              Environment.cache().holds(model) ? Environment.cache().file(model) : "(not fetched)");
    }
    return 0;
  }

  @Command(
      name = "show",
      description = "Shows a model's architecture, sizes, and the memory each slice of it takes.",
      mixinStandardHelpOptions = true)
  Integer show(
      @Parameters(paramLabel = "NAME|DIR|FILE", description = "The model.") String model,
      @Option(
              names = "--slices",
              paramLabel = "N",
              defaultValue = "3",
              description = "How many slices (default: ${DEFAULT-VALUE}).")
          int slices,
      @Option(
              names = "--dtype",
              paramLabel = "bf16|fp32",
              defaultValue = "bf16",
              description = "The number type of the computation (default: ${DEFAULT-VALUE}).")
          ComputeType dtype,
      @Option(
              names = "--kubernetes",
              description =
                  "Show what task managers need in memory, slice by slice, and what to set for it.")
          boolean kubernetes,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description =
                  "The job's configuration: its slices and dtype are shown, and with --kubernetes"
                      + " its KV caches and draft count.")
          Optional<Path> config) {
    ModelFiles files = ModelFiles.open(Environment.models().resolve(model));
    Optional<Options> given = config.map(OptionsReader::read);
    int count = given.map(options -> options.slices().count()).orElse(slices);
    ComputeType type = given.map(Options::dtype).orElse(dtype);
    if (count < 1 || count > files.config().layers()) {
      throw new CommandLine.ParameterException(
          spec.subcommands().get("show"),
          "--slices: '%d' is not allowed; %s has %d layers, so give 1 to %d"
              .formatted(count, files.name(), files.config().layers(), files.config().layers()));
    }
    String sheet =
        kubernetes
            ? new MemorySheet(files, given.orElseGet(() -> options(files, count, type))).text()
            : new ModelSheet(files, count, type).text();
    spec.commandLine().getOut().print(sheet);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static Options options(ModelFiles files, int slices, ComputeType dtype) {
    return OptionsReader.of(
        "--slices",
        Map.of(
            "model", files.path().toString(),
            "slices", Integer.toString(slices),
            "dtype", dtype.name().toLowerCase(Locale.ROOT),
            "kafka.bootstrap-servers", "none:1"));
  }
}
