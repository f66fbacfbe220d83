package io.dsd.k8s.command;

import io.dsd.k8s.check.Check;
import io.dsd.k8s.check.PodPreview;
import io.dsd.k8s.check.Problem;
import io.dsd.k8s.manifest.Kustomize;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.ManifestException;
import io.dsd.k8s.manifest.Manifests;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a cluster would have against manifests, and what its task managers would look like. */
@Command(
    name = "check",
    description =
        "Renders a kustomize directory and says what a cluster would refuse in it, and what a"
            + " task-manager pod will look like.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "DIR|FILE",
      description = "A directory that kubectl apply -k takes, or a file of manifests.")
  private Path source = Path.of(".");

  @Option(names = "--pod", description = "Print the whole task-manager pod, as YAML.")
  private boolean wholePod;

  @Override
  public Integer call() {
    Manifests manifests = read();
    PrintWriter out = spec.commandLine().getOut();
    List<Problem> problems =
        Check.all().stream().flatMap(check -> check.problems(manifests).stream()).toList();
    problems.forEach(problem -> spec.commandLine().getErr().println("dsd: " + problem));
    if (!problems.isEmpty()) {
      return 1;
    }
    out.printf("%d objects, nothing wrong with them%n", manifests.all().size());
    for (Manifest deployment : PodPreview.sources(manifests)) {
      out.printf("%na task manager of %s:%n", deployment.title());
      out.print(wholePod ? PodPreview.yaml(deployment) : PodPreview.summary(deployment));
    }
    out.flush();
    return 0;
  }

  private Manifests read() {
    if (Files.isDirectory(source)) {
      return Kustomize.of(cache(System.getenv())).build(source);
    }
    try {
      return Manifests.parse(source.toString(), Files.readString(source));
    } catch (IOException unreadable) {
      throw new ManifestException(
          source + ": no such directory or file; give one that kubectl apply takes", unreadable);
    }
  }

  /** Where ./dsd keeps what it fetched. */
  static Path cache(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("DSD_CACHE"))
        .map(Path::of)
        .or(
            () ->
                Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                    .map(each -> Path.of(each, "dsd")))
        .orElse(Path.of(System.getProperty("user.home"), ".cache", "dsd"))
        .resolve("tools");
  }
}
