package io.dsd.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.link.LinkShape;
import io.dsd.job.link.Loopback;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cluster refuses, and what it leaves behind. */
class ClusterTest {

  @TempDir private Path directory;
  private ClusterFolder folder;
  private Cluster cluster;

  @BeforeEach
  void folder() {
    folder = new ClusterFolder(directory.resolve("cluster"));
    cluster = new Cluster(folder);
  }

  @Test
  void aBusyPortIsNamedWithWhoNeedsItAndHowToChooseAnother() throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Loopback.at(0));
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> start(port))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("port " + port + " is busy")
          .hasMessageContaining("the Kafka broker")
          .hasMessageContaining("--kafka-port PORT");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void theReportersAreWhereTheFileForPrometheusSays() throws Exception {
    folder.make();
    MetricsPorts metrics = new MetricsPorts(new Ports().free());
    metrics.claim(new Ports(), folder, List.of("slice-0"));
    assertThat(metrics.jobManager()).contains("reporter.prom.port: " + metrics.first());
    assertThat(metrics.taskManager(0)).contains("reporter.prom.port: " + (metrics.first() + 1));
    assertThat(folder.prometheus())
        .content()
        .contains("127.0.0.1:" + metrics.first() + "\"]\n        labels: {process: jobmanager}")
        .contains("127.0.0.1:" + (metrics.first() + 1) + "\"]")
        .contains("{process: slice-0}");
    assertThat(MetricsPorts.none().jobManager()).isEmpty();
  }

  @Test
  void aPortIsGivenOnce() throws Exception {
    Ports ports = new Ports();
    int port = ports.free();
    assertThatThrownBy(() -> ports.require(port, "the Kafka broker", "--kafka-port"))
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "port %d is asked for twice, once for the Kafka broker; choose another one with --kafka-port PORT",
            port);
  }

  @Test
  void aProcessThatEndsAtOnceIsNamedWithItsLastWordsAndNothingElseIsLeft() throws Exception {
    // Flink wants a power of two
    MemorySize refused = new MemorySize(5000);
    assertThatThrownBy(() -> start(plan(0, refused)))
        .isInstanceOf(ClusterException.class)
        .hasMessageMatching(
            "(?s)(slice-0|slice-1|spare-0) ended with status .*the last lines of .*");
    assertThat(files()).isNotEmpty().allMatch(file -> file.startsWith(folder.logs()));
    assertThatThrownBy(cluster::running).hasMessageContaining("no cluster runs");
  }

  @Test
  void aSecondStartSaysWhatRuns() throws Exception {
    remember(ProcessHandle.current(), "slice-0");
    assertThatThrownBy(() -> start(0))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("a cluster runs already")
        .hasMessageContaining("127.0.0.1:8081")
        .hasMessageContaining("slice-0");
  }

  @Test
  void aProcessWithAnIdThatWasGivenAgainIsNotTakenForTheOldOne() throws Exception {
    ProcessHandle here = ProcessHandle.current();
    long started = here.info().startInstant().orElseThrow().toEpochMilli();
    assertThat(new Member("slice-0", here.pid(), started, Map.of()).isAlive()).isTrue();
    assertThat(new Member("slice-0", here.pid(), started - 60_000, Map.of()).isAlive()).isFalse();
  }

  @Test
  void killingNamesThoseThatThereAre() throws Exception {
    remember(ProcessHandle.current(), "slice-0");
    assertThatThrownBy(() -> cluster.kill("slice-7"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("slice-7")
        .hasMessageContaining("slice-0");
  }

  @Test
  void killEndsAProcessAndStopRemovesWhatWasLeft() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    remember(process.toHandle(), "slice-0");
    assertThat(cluster.kill("slice-0").pid()).isEqualTo(process.pid());
    assertThat(process.waitFor()).isEqualTo(137);
    assertThat(cluster.stop()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void aPausedProcessStandsStillAndGoesOn() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    remember(process.toHandle(), "slice-0");
    CompletableFuture<Member> paused =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return cluster.pause("slice-0", Duration.ofSeconds(1));
              } catch (Exception failure) {
                throw new IllegalStateException(failure);
              }
            });
    Awaitility.await().until(() -> state(process).equals("T"));
    assertThat(paused.get(30, TimeUnit.SECONDS).name()).isEqualTo("slice-0");
    // continued is not yet scheduled: until then it counts as running
    Awaitility.await().until(() -> state(process).equals("S"));
    cluster.stop();
  }

  private static String state(Process process) throws Exception {
    String text = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    return text.substring(text.lastIndexOf(')') + 2).substring(0, 1);
  }

  @Test
  void aLinkThatIsNotThereCannotBeStalled() throws Exception {
    remember(ProcessHandle.current(), "slice-0");
    assertThatThrownBy(() -> cluster.stall("slice-0", Duration.ofSeconds(1)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("slice-0")
        .hasMessageContaining("--link-latency");
  }

  @Test
  void stopEndsWhatRuns() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    remember(process.toHandle(), "slice-0");
    assertThat(cluster.stop()).extracting(Member::name).containsExactly("slice-0");
    assertThat(process.isAlive()).isFalse();
    assertThat(cluster.stop()).isEmpty();
  }

  private ClusterState start(int kafkaPort) throws Exception {
    return start(plan(kafkaPort));
  }

  private ClusterState start(ClusterPlan plan) throws Exception {
    Path lib = Files.createDirectories(directory.resolve("artifact").resolve("lib"));
    return cluster.start(plan, lib.resolveSibling("dsd-job.jar"), line -> {});
  }

  private static ClusterPlan plan(int kafkaPort) {
    return plan(kafkaPort, MemorySize.parse("32k"));
  }

  private static ClusterPlan plan(int kafkaPort, MemorySize segment) {
    LinkShape none = new LinkShape(Duration.ZERO, Duration.ZERO, LinkShape.UNLIMITED);
    return new ClusterPlan(
        new TaskManagers(2, false, 1, 1),
        none,
        MetricsPorts.none(),
        "/a/model",
        "bf16",
        segment,
        0,
        kafkaPort,
        false);
  }

  private void remember(ProcessHandle process, String name) throws Exception {
    folder.make();
    long started = process.info().startInstant().orElseThrow().toEpochMilli();
    Member member = new Member(name, process.pid(), started, Map.of());
    new ClusterState(0, "127.0.0.1:8081", "127.0.0.1:9092", "", List.of(member), List.of())
        .write(folder);
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
