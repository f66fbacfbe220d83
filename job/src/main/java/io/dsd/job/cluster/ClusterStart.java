package io.dsd.job.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.job.certificate.Certificates;
import io.dsd.job.link.LinkMeasurement;
import io.dsd.job.link.Loopback;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/** Starts the processes of a cluster, one after the other, and waits until they can be used. */
final class ClusterStart {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PINGS = 100;
  private static final int MEASUREMENTS = 3;
  private static final long PINGING_NANOS = Duration.ofSeconds(10).toNanos();

  private final ClusterFolder folder;
  private final ClusterPlan plan;
  private final Path jobJar;
  private final Consumer<String> progress;
  private final Launcher launcher;
  private final Ports ports = new Ports();
  private final Map<String, Process> processes = new HashMap<>();
  private ClusterState state;
  private Optional<KafkaFiles> kafkaFiles = Optional.empty();

  /**
   * A start that has not begun.
   *
   * @param jobJar the job's jar, with {@code lib/} beside it
   * @param progress takes a line at each step
   */
  ClusterStart(ClusterFolder folder, ClusterPlan plan, Path jobJar, Consumer<String> progress) {
    this.folder = folder;
    this.plan = plan;
    this.jobJar = jobJar;
    this.progress = progress;
    this.launcher = new Launcher(folder);
    this.state =
        new ClusterState(System.currentTimeMillis(), "", "", plan.links(), List.of(), List.of());
  }

  /** Starts everything; what has been started is in the folder's state, also if this fails. */
  ClusterState run() throws IOException, InterruptedException {
    String own = System.getProperty("java.class.path");
    String flink = ClusterLibraries.classPath(own, jobJar);
    // before any port is chosen: those asked for are in a row, whatever lies there
    plan.metrics().claim(ports, folder, plan.taskManagers().names());
    int rest = ports.require(plan.restPort(), "the job manager's REST interface", "--rest-port");
    int kafka = ports.require(plan.kafkaPort(), "the Kafka broker", "--kafka-port");
    if (plan.tls()) {
      progress.accept("Making certificates ...");
      Certificates.make(folder.tls(), List.of("127.0.0.1", "localhost"), Certificates.DAYS);
      kafkaFiles = folder.certificates().map(KafkaFiles::new);
    }
    int coordinator = ports.free();
    FlinkFiles files = new FlinkFiles(folder, plan, ports.free(), rest, coordinator);
    List<LinkPorts> links = links();
    state =
        new ClusterState(
            state.startedMillis(), "127.0.0.1:" + rest, "", state.link(), List.of(), List.of());

    progress.accept(
        "Starting a Kafka broker, a job manager and %d task managers ..."
            .formatted(plan.taskManagers().names().size()));
    startBroker(own, kafka);
    startCoordinator(own, coordinator);
    startJobManager(flink, files, rest);
    if (!links.isEmpty()) {
      startLinks(own, links);
    }
    ThreadPlaces places = ThreadPlaces.here();
    for (String name : plan.taskManagers().names()) {
      startTaskManager(flink, files, name, links, places);
    }

    Path broker = folder.ready("broker");
    await("the Kafka broker", () -> Files.exists(broker));
    keep(state.withBrokers(Files.readString(broker)));
    FlinkRest flinkRest = new FlinkRest(state.jobManager(), folder.client());
    await(
        "the task managers",
        () -> {
          JsonNode overview = flinkRest.get("/overview");
          return overview.path("taskmanagers").asInt() == plan.taskManagers().names().size();
        });
    JobFile.write(
        folder.jobConfiguration(),
        plan,
        state.brokers(),
        kafkaFiles,
        folder.data("checkpoints").toUri());
    int spares = plan.taskManagers().spares();
    if (spares > 0) {
      Options job = OptionsReader.read(folder.jobConfiguration());
      Standby.submit(
          rest, jobJar, spares, plan.taskManagers().parallelism(), Warmth.of(job), folder.client());
      await("what keeps the spares for later", () -> Standby.holds(flinkRest, spares));
    }
    if (!links.isEmpty()) {
      progress.accept("Measuring the links ...");
      await("the links", () -> Files.exists(folder.ready("links")));
      keep(state.withLinks(measure(links)));
    }
    return state;
  }

  private List<LinkPorts> links() throws IOException {
    List<LinkPorts> links = new ArrayList<>();
    if (!plan.link().isTransparent()) {
      for (String name : plan.taskManagers().names()) {
        links.add(new LinkPorts(name, ports.free(), ports.free(), ports.free()));
      }
    }
    return links;
  }

  private void startBroker(String classPath, int port) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                BrokerProcess.class.getName(),
                folder.data("broker").toString(),
                Integer.toString(port),
                folder.ready("broker").toString()));
    if (kafkaFiles.isPresent()) {
      kafkaFiles.get().write();
      command.add(kafkaFiles.get().broker().toString());
    }
    start(
        new JavaProcess("broker", classPath, List.of("-Xmx512m"), command), Map.of("kafka", port));
  }

  private void startCoordinator(String classPath, int port) throws IOException {
    start(
        new JavaProcess(
            Coordinator.NAME, classPath, List.of("-Xmx128m"), Coordinator.command(folder, port)),
        Map.of(Coordinator.PORT, port));
  }

  private void startJobManager(String classPath, FlinkFiles files, int rest) throws IOException {
    start(
        new JavaProcess(
            "jobmanager",
            classPath,
            List.of("-Xmx512m"),
            List.of(
                StandaloneSessionClusterEntrypoint.class.getName(),
                "--configDir",
                files.jobManager("jobmanager").toString())),
        Map.of("rest", rest, "rpc", files.rpcPort()));
  }

  private void startLinks(String classPath, List<LinkPorts> links) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(LinksProcess.class.getName());
    command.add(folder.ready("links").toString());
    command.add(Long.toString(plan.link().latency().toNanos()));
    command.add(Long.toString(plan.link().jitter().toNanos()));
    command.add(Long.toString(plan.link().bitsPerSecond()));
    int control = ports.free();
    command.add(Integer.toString(control));
    links.forEach(link -> command.add(link.argument()));
    start(
        new JavaProcess("links", classPath, List.of("-Xmx512m"), command),
        Map.of("control", control));
  }

  private void startTaskManager(
      String classPath, FlinkFiles files, String name, List<LinkPorts> links, ThreadPlaces places)
      throws IOException {
    LinkPorts link =
        links.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseGet(() -> new LinkPorts(name, 0, 0, 0));
    long heap = (long) files.taskHeap(name).getMebiBytes() + FlinkFiles.FRAMEWORK_HEAP_MEBIBYTES;
    // libraries of the models use direct memory that Flink does not count
    long direct = files.network().getMebiBytes() + 1024L;
    start(
        new JavaProcess(
            name,
            classPath,
            List.of("-Xmx" + heap + "m", "-XX:MaxDirectMemorySize=" + direct + "m"),
            List.of(
                TaskManagerRunner.class.getName(),
                "--configDir",
                files.taskManager(name, link.open(), link.behind()).toString()),
            places.variables(plan.taskManagers().names().indexOf(name))),
        link.open() == 0
            ? Map.of()
            : Map.of("link", link.open(), "data", link.behind(), "probe", link.probe()));
  }

  private void start(JavaProcess wanted, Map<String, Integer> listening) throws IOException {
    Process process = launcher.start(wanted);
    processes.put(wanted.name(), process);
    try {
      keep(state.with(Member.of(wanted.name(), process, listening)));
    } catch (IOException unrecorded) {
      process.destroyForcibly();
      throw unrecorded;
    }
  }

  private void keep(ClusterState next) throws IOException {
    state = next;
    state.write(folder);
  }

  private List<MeasuredLink> measure(List<LinkPorts> links) throws IOException {
    long roundTrip = Math.max(1, 2 * plan.link().latency().toNanos());
    int pings = (int) Math.max(10, Math.min(PINGS, PINGING_NANOS / links.size() / roundTrip));
    List<MeasuredLink> measured = new ArrayList<>();
    for (LinkPorts link : links) {
      measured.add(measure(link, pings));
    }
    return measured;
  }

  /** Processes that have just started disturb; so a link that seems slow gets another chance. */
  private MeasuredLink measure(LinkPorts link, int pings) throws IOException {
    LinkMeasurement measurement = LinkMeasurement.of(Loopback.at(link.probe()), pings);
    for (int more = 1; more < MEASUREMENTS && !measurement.isCloseTo(plan.link()); more++) {
      measurement = LinkMeasurement.of(Loopback.at(link.probe()), pings);
    }
    return MeasuredLink.of(link.name(), plan.link(), measurement);
  }

  private void await(String what, Callable<Boolean> condition) throws InterruptedException {
    boolean came =
        Waiting.until(
            PATIENCE,
            () -> {
              for (Map.Entry<String, Process> each : processes.entrySet()) {
                requireAlive(each.getKey(), each.getValue());
              }
              return condition.call();
            });
    if (!came) {
      throw new ClusterException(
          "%s did not come within %d minutes; the logs are in %s"
              .formatted(what, PATIENCE.toMinutes(), folder.logs()));
    }
  }

  private void requireAlive(String name, Process process) throws IOException {
    if (!process.isAlive()) {
      List<String> said = Files.readAllLines(folder.log(name));
      throw new ClusterException(
          "%s ended with status %d; the last lines of %s:%n  %s"
              .formatted(
                  name,
                  process.exitValue(),
                  folder.log(name),
                  String.join(
                      "%n  ".formatted(),
                      said.subList(Math.max(0, said.size() - 5), said.size()))));
    }
  }
}
