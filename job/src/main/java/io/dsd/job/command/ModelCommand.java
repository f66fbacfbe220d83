package io.dsd.job.command;

import io.dsd.job.fetch.Catalogue;
import io.dsd.job.fetch.CatalogueModel;
import io.dsd.job.fetch.FetchException;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
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
          ComputeType dtype) {
    ModelFiles files = ModelFiles.open(Environment.models().resolve(model));
    if (slices < 1 || slices > files.config().layers()) {
      throw new CommandLine.ParameterException(
          spec.subcommands().get("show"),
          "--slices: '%d' is not allowed; %s has %d layers, so give 1 to %d"
              .formatted(slices, files.name(), files.config().layers(), files.config().layers()));
    }
    spec.commandLine().getOut().print(new ModelSheet(files, slices, dtype).text());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
