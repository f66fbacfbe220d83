package io.dsd.job.command;

import io.dsd.job.certificate.Certificates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes certificates for a Flink cluster. */
@Command(
    name = "certificates",
    description =
        "Makes the certificates of a Flink cluster, and of those who submit to it, with the lines for Flink's configuration. See docs/security.md.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClusterCertificatesCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "NAME|ADDRESS",
      required = true,
      split = ",",
      description =
          "By which names and addresses clients know the job manager; repeatable, or with commas between.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "365",
      description = "How long they are valid (default: ${DEFAULT-VALUE}).")
  private int days = Certificates.DAYS;

  @Parameters(
      paramLabel = "DIR",
      description =
          "The folder to make; its configuration names its files by this path, which should hold on every machine.")
  private Path folder = Path.of("tls");

  @Override
  public Integer call() throws Exception {
    Certificates made = Certificates.make(folder, hosts, days);
    spec.commandLine()
        .getOut()
        .printf(
            """
            %1$s  for every job manager and task manager: add its config.yaml to Flink's
            %2$s  for those who submit: dsd submit --flink-conf %2$s
            Both hold secrets: nobody but their owner can read them, and they should stay so.
            """,
            made.clusterFolder(), made.clientFolder());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
