package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.command.Dsd;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.TinyModel;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code dsd cluster}: slow links, a killed task manager, and nothing left in the end. */
@Tag("processes")
class ClusterCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path LOGS = Path.of("target", "cluster-command").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PROMPTS = 6;
  private static final int TOKENS = 24;
  private static final String SERIES = "flink_taskmanager_job_task_operator_dsd_";
  private static final Pattern MEMBER = Pattern.compile(" {2}(\\S+) +(runs|ended) +pid (\\d+) .*");
  private static final Pattern MEASURED =
      Pattern.compile(" {2}(slice|spare)-\\d +one way: asked 5 ms, measured ([0-9.]+) ms .*");

  @TempDir private Path directory;
  private Path cache;

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    FileUtils.deleteDirectory(LOGS.toFile());
    cache = Files.createDirectories(LOGS.resolve("cache"));
  }

  @AfterEach
  void stop() throws Exception {
    if (cache != null) {
      dsd("cluster", "stop");
    }
  }

  @Test
  @Timeout(480)
  void aClusterAnswersOverSlowLinksLosesATaskManagerAndLeavesNothing() throws Exception {
    int metrics = FreePorts.inARow(5);
    List<String> started =
        dsd(
            "cluster",
            "start",
            "--slices",
            "3",
            "--spares",
            "1",
            "--link-latency",
            "5ms",
            "--model",
            TinyModel.directory(),
            "--dtype",
            "fp32",
            "--metrics-port",
            Integer.toString(metrics),
            "--rest-port",
            "0",
            "--kafka-port",
            "0");
    List<Double> links =
        matches(MEASURED, started).map(found -> Double.valueOf(found.group(2))).toList();
    // nothing may come early; how late depends on what else this machine does
    assertThat(links).hasSize(4).allSatisfy(each -> assertThat(each).isBetween(5.0, 10.0));

    String submit = line(started, "submit");
    String brokers = word(line(started, "receive"), "--bootstrap");
    String job = dsd(arguments(submit)).get(0);
    send(brokers, 0);
    Map<Long, String> embedded = embedded();
    assertThat(embedded)
        .hasSize(2 * PROMPTS)
        .containsAllEntriesOf(texts(receive(brokers, PROMPTS)));

    assertThat(status())
        .contains("job " + job + " RUNNING, 6 of 6 tasks run")
        .anySatisfy(line -> assertThat(line).startsWith("task managers registered: 4"))
        .contains("  slice-0 on slice-0", "  slice-1 on slice-1", "  slice-2 on slice-2");
    assertThat(members("runs"))
        .containsOnlyKeys(
            "broker",
            "coordinator",
            "jobmanager",
            "links",
            "slice-0",
            "slice-1",
            "slice-2",
            "spare-0");
    assertThatNeighboursComputeOnOtherProcessors(members("runs"));
    assertThat(cache.resolve("cluster/logs/slice-1.log"))
        .content()
        .contains("each channel from another task manager has 10 network buffers of its own");

    assertThatPrometheusFindsEveryProcess(metrics, tokensByStatus(job));

    dsd("cluster", "kill", "slice-1");
    assertThat(members("ended")).containsOnlyKeys("slice-1");
    send(brokers, PROMPTS);
    assertThat(texts(receive(brokers, 2 * PROMPTS))).isEqualTo(embedded);
    assertThat(status())
        .contains("  slice-0 on slice-0", "  slice-1 on spare-0", "  slice-2 on slice-2");

    List<Long> running = List.copyOf(members("runs").values());
    dsd("cluster", "stop");
    assertThat(running)
        .hasSize(7)
        .allSatisfy(
            pid ->
                assertThat(ProcessHandle.of(pid).flatMap(each -> each.info().command())).isEmpty());
    try (Stream<Path> left = Files.walk(cache.resolve("cluster"))) {
      assertThat(left.filter(Files::isRegularFile))
          .isNotEmpty()
          .allMatch(file -> file.getFileName().toString().endsWith(".log"));
    }
  }

  private static void assertThatNeighboursComputeOnOtherProcessors(Map<String, Long> running)
      throws IOException {
    if (Stream.of("OMP_PROC_BIND", "OMP_PLACES").anyMatch(System.getenv()::containsKey)) {
      // what the user has set holds
      return;
    }
    List<String> first = environment(running.get("slice-0"));
    List<String> second = environment(running.get("slice-1"));
    long own = first.stream().filter(each -> each.startsWith("OMP_PLACES={")).count();
    assertThat(own).isEqualTo(hasProcessorsToItself() ? 1 : 0);
    if (own == 1) {
      assertThat(first).contains("OMP_PROC_BIND=true");
      assertThat(second)
          .contains("OMP_PROC_BIND=true")
          .filteredOn(each -> each.startsWith("OMP_PLACES={"))
          .hasSize(1)
          .doesNotContainAnyElementsOf(first);
    }
  }

  private static List<String> environment(long pid) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "environ");
    return List.of(Files.readString(file).split("\0", -1));
  }

  /** Whether there are several, and no quota on their time. */
  private static boolean hasProcessorsToItself() throws IOException {
    int worth = Runtime.getRuntime().availableProcessors();
    String mask =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("Cpus_allowed:"))
            .map(line -> line.replaceAll(".*:\\s*|,", ""))
            .findFirst()
            .orElseThrow();
    return worth > 1 && new BigInteger(mask, 16).bitCount() == worth;
  }

  /** How many tokens {@code status} counts, and whether it tells of all slices. */
  private int tokensByStatus(String job) throws Exception {
    JsonNode running = JSON.readTree(dsd("status", "--once", "--json").get(0)).at("/jobs/0");
    assertThat(running.path("id").asText()).isEqualTo(job);
    JsonNode replica = running.at("/replicas/0");
    assertThat(replica.at("/draft/completed").asInt()).isEqualTo(PROMPTS);
    int tokens = replica.at("/draft/tokens").asInt();
    assertThat(tokens).isBetween(PROMPTS, PROMPTS * TOKENS);
    assertThat(replica.at("/draft/roundsInFlight").asInt()).isZero();
    assertThat(replica.path("slices")).hasSize(3);
    for (JsonNode slice : replica.path("slices")) {
      assertThat(slice.path("forwards").asInt()).isPositive();
      assertThat(slice.path("forwardNanos_median").asDouble()).isPositive();
    }
    JsonNode bound = replica.path("bound");
    // three links of 5 ms; how much more a round takes depends on what else this machine does
    assertThat(bound.path("links_ms").asDouble()).isBetween(15.0, 30.0);
    assertThat(bound.path("round_ms").asDouble())
        .isGreaterThan(bound.path("compute_ms").asDouble());
    assertThat(dsd("status", "--once"))
        .anySatisfy(line -> assertThat(line).startsWith("job " + job + " RUNNING"))
        .anySatisfy(line -> assertThat(line).contains("median forward ms"));
    return tokens;
  }

  private static void assertThatPrometheusFindsEveryProcess(int first, int tokens)
      throws Exception {
    assertThat(scrape(first)).contains("flink_jobmanager_job_numRestarts");
    assertThat(scrape(first + 1))
        .containsPattern(SERIES + "draft_tokens\\{[^}]*} " + tokens + "\\.0")
        .contains(SERIES + "draft_roundNanos{")
        .contains("quantile=\"0.5\"");
    for (int slice = 0; slice < 3; slice++) {
      assertThat(scrape(first + 1 + slice))
          .containsPattern(SERIES + "slice_layers\\{[^}]*operator_name=\"slice_" + slice);
    }
    assertThat(scrape(first + 4)).contains("flink_taskmanager_Status_JVM");
  }

  private static String scrape(int port) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static List<byte[]> prompts(int first) {
    return IntStream.range(first, first + PROMPTS)
        .mapToObj(
            i ->
                "{\"prompt\": \"Prompt %d\", \"max_tokens\": %d, \"seed\": %d}"
                    .formatted(i, TOKENS, i))
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private void send(String brokers, int first) throws Exception {
    Path file = directory.resolve("prompts-" + first);
    Files.write(
        file,
        prompts(first).stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList());
    dsd("send", "--bootstrap", brokers, "--prompts", file.toString());
  }

  /** What the same prompts give in one process. */
  private Map<Long, String> embedded() throws Exception {
    Map<String, String> settings =
        Map.of("model", TinyModel.directory(), "slices", "3", "dtype", "fp32");
    Path home = Files.createDirectories(directory.resolve("embedded"));
    try (LocalJob job = LocalJob.start(home, settings, UnaryOperator.identity())) {
      job.send(prompts(0));
      job.send(prompts(PROMPTS));
      return job.completions(2 * PROMPTS).entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, each -> text(each.getValue())));
    }
  }

  private List<JsonNode> receive(String brokers, int count) throws Exception {
    List<JsonNode> records = new ArrayList<>();
    for (String line :
        dsd(
            "receive",
            "--bootstrap",
            brokers,
            "--count",
            Integer.toString(count),
            "--timeout",
            PATIENCE.toSeconds() + "s")) {
      records.add(JSON.readTree(line));
    }
    return records;
  }

  private static Map<Long, String> texts(List<JsonNode> completions) {
    return completions.stream()
        .collect(
            Collectors.toMap(
                each -> each.at("/sequence/offset").asLong(), ClusterCommandTest::text));
  }

  private static String text(JsonNode completion) {
    assertThat(completion.path("error").isMissingNode()).as("%s", completion).isTrue();
    return completion.at("/choices/0/token_ids").toString();
  }

  private Map<String, Long> members(String state) {
    List<String> lines = new ArrayList<>();
    Awaitility.await("members that " + state)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              lines.clear();
              lines.addAll(status());
              return matches(MEMBER, lines).count() == 8;
            });
    return matches(MEMBER, lines)
        .filter(found -> found.group(2).equals(state))
        .collect(Collectors.toMap(found -> found.group(1), found -> Long.valueOf(found.group(3))));
  }

  private static Stream<MatchResult> matches(Pattern pattern, List<String> lines) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(Matcher::toMatchResult);
  }

  /** The line to type that has a word in it. */
  private static String line(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.startsWith("./dsd " + word))
        .findFirst()
        .orElseThrow(() -> new AssertionError(lines));
  }

  private static String[] arguments(String line) {
    return line.substring("./dsd ".length()).split(" ", -1);
  }

  private static String word(String line, String flag) {
    List<String> words = List.of(line.split(" ", -1));
    return words.get(words.indexOf(flag) + 1);
  }

  /** What {@code status} prints, whether all processes run or not. */
  private List<String> status() throws Exception {
    return run(Set.of(0, 1), "cluster", "status");
  }

  private List<String> dsd(String... arguments) throws Exception {
    return run(Set.of(0), arguments);
  }

  private List<String> run(Set<Integer> allowed, String... arguments) throws Exception {
    try (JavaProcess command =
        JavaProcess.start(
            "dsd-"
                + String.join("-", List.of(arguments).subList(0, Math.min(2, arguments.length)))
                    .replaceAll("[^a-z-]", ""),
            LOGS,
            Redirect.PIPE,
            System.getProperty("java.class.path"),
            List.of("-Ddsd.jar=" + FlinkDistribution.jobJar()),
            Stream.concat(Stream.of(Dsd.class.getName()), Stream.of(arguments)).toList(),
            Map.of("DSD_CACHE", cache.toString()))) {
      return command.lines(PATIENCE.multipliedBy(2), allowed);
    }
  }
}
