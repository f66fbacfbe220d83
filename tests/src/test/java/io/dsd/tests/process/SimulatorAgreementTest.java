package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.job.command.Dsd;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.policy.AcceptanceTable;
import io.dsd.speculate.policy.Costs;
import io.dsd.speculate.simulation.Scenario;
import io.dsd.speculate.simulation.Simulation;
import io.dsd.speculate.simulation.Strategy;
import io.dsd.tests.cluster.TinyPair;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulator beside a cluster of processes with slow links. On each cluster plain decoding and a
 * chain of 7 of the tiny pair's draft are measured, and costs and acceptance are fitted to them;
 * with these the simulator predicts plans that it has not seen: a shorter chain, alone and with two
 * blocks on their way, and four sequences at once.
 *
 * <p>{@code mvn verify -pl tests -am -Dtest=SimulatorAgreementTest -Ddsd.simulation.measure=true};
 * the machine should have nothing else to do, and a core for each slice: docs/simulation.md says
 * what came out on two.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "dsd.simulation.measure", matches = "true")
class SimulatorAgreementTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Path LOGS = Path.of("target", "simulator-agreement").toAbsolutePath();
  private static final DraftPlan CALIBRATION = DraftPlan.chain(7);
  private static final int SIMULATED_TOKENS = 4000;

  private record Load(DraftPlan plan, int sequences, int tokens) {

    String draft() {
      return plan.shape().isNothing()
          ? "draft:%n  kind: none%n".formatted()
          : "draft:%n  kind: eagle3%n  model: '%s'%n  length: %d%n  nodes: %d%n  window: %d%n"
              .formatted(
                  TinyPair.draft(), plan.shape().depth(), plan.shape().nodes(), plan.window());
    }
  }

  private static final List<String> QUESTIONS =
      List.of(
          "Write a Python function that returns the sum of the squares of a list of numbers.",
          "A shop sells pencils at 3 for a dollar. How much do 24 pencils cost? Explain each step.",
          "Explain in a few sentences why the sky is blue.");

  private static final List<Load> PREDICTED =
      List.of(
          new Load(DraftPlan.chain(3), 1, 128),
          new Load(new DraftPlan(BlockShape.chain(3), 2), 1, 128),
          new Load(DraftPlan.chain(4), 4, 96));

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Double> ratios = new ArrayList<>();
  private Path cache;
  private int jobs;
  private int sent;

  @BeforeEach
  void prepare() throws Exception {
    assertThat(FlinkDistribution.isBuilt()).as("job/target/dsd-job-dist, by mvn package").isTrue();
    cache = Files.createDirectories(LOGS.resolve("cache"));
  }

  @AfterEach
  void stop() throws Exception {
    dsd(Set.of(0, 1), "cluster", "stop");
  }

  @Test
  void predictionsAreWithin15PercentOfMeasuredRuns() throws Exception {
    for (int slices : List.of(2, 4)) {
      for (int latency : List.of(5, 25, 60)) {
        measure(slices, latency);
      }
    }
    assertThat(ratios).hasSize(18).allSatisfy(ratio -> assertThat(ratio).isBetween(0.85, 1.15));
  }

  private void measure(int slices, int latency) throws Exception {
    List<String> started =
        dsd(
            Set.of(0),
            "cluster",
            "start",
            "--slices",
            Integer.toString(slices),
            "--link-latency",
            latency + "ms",
            "--model",
            TinyPair.target(),
            "--rest-port",
            "0",
            "--kafka-port",
            "0");
    MeasuredRun plain = run(started, new Load(DraftPlan.PLAIN, 1, 64));
    MeasuredRun chain = run(started, new Load(CALIBRATION, 1, 160));
    double token = Math.max(0, (chain.compute() - plain.compute()) / (chain.blockTokens() - 1));
    Costs costs =
        new Costs(
            (plain.links() + chain.links()) / 2,
            Math.max(0, plain.compute() - token),
            token,
            chain.draft() / CALIBRATION.shape().depth(),
            slices);
    AcceptanceTable acceptance = chain.acceptance();
    System.out.printf(
        Locale.ROOT,
        "%d slices, %d ms: links %.1f, launch %.2f, token %.2f, draft level %.2f, acceptance %s%n",
        slices,
        latency,
        costs.links(),
        costs.launch(),
        costs.token(),
        costs.draft(),
        acceptance.byDepth().stream().map("%.2f"::formatted).toList());
    for (Load load : PREDICTED) {
      DoubleSummaryStatistics measured =
          run(started, load).rates().stream().mapToDouble(each -> each).summaryStatistics();
      double predicted =
          Simulation.tokensPerSecond(
                  new Scenario(costs, 0, acceptance, load.sequences()),
                  Strategy.fixed(load.plan()),
                  SIMULATED_TOKENS,
                  1)
              / load.sequences();
      ratios.add(predicted / measured.getAverage());
      System.out.printf(
          Locale.ROOT,
          "| %d | %d | %d deep, window %d | %d | %.2f (%.2f to %.2f) | %.2f | %.2f |%n",
          slices,
          latency,
          load.plan().shape().depth(),
          load.plan().window(),
          load.sequences(),
          measured.getAverage(),
          measured.getMin(),
          measured.getMax(),
          predicted,
          predicted / measured.getAverage());
    }
    dsd(Set.of(0), "cluster", "stop");
  }

  /**
   * Decodes with a job and topics of its own; what comes first, while everything is cold, does not
   * count.
   */
  private MeasuredRun run(List<String> started, Load load) throws Exception {
    jobs++;
    sent = 0;
    List<String> submit = new ArrayList<>(List.of(line(started, "submit").split(" ", -1)));
    submit.remove(0);
    int config = submit.indexOf("--config") + 1;
    String settings =
        Files.readString(Path.of(submit.get(config)))
            + load.draft()
            + "loop:%n  max-active: %d%n".formatted(load.sequences())
            + "kafka.prompts: %s%nkafka.completions: %s%n".formatted(prompts(), completions());
    submit.set(config, Files.writeString(directory.resolve("job.yaml"), settings).toString());
    String job = dsd(Set.of(0), submit.toArray(new String[0])).get(0);
    String brokers = word(line(started, "receive"), "--bootstrap");
    decode(brokers, Math.max(1, load.sequences()), 24);
    MeasuredRun run =
        new MeasuredRun(
            decode(brokers, Math.max(QUESTIONS.size(), load.sequences()), load.tokens()));
    cancel(word(line(started, "submit"), "--jobmanager"), job);
    return run;
  }

  private List<JsonNode> decode(String brokers, int count, int tokens) throws Exception {
    List<String> prompts = new ArrayList<>();
    for (int prompt = 0; prompt < count; prompt++) {
      prompts.add(
          JSON.createObjectNode()
              .put("max_tokens", tokens)
              .put("seed", prompt)
              .put("temperature", 0.8)
              .<ObjectNode>set(
                  "messages",
                  JSON.createArrayNode()
                      .add(
                          JSON.createObjectNode()
                              .put("role", "user")
                              .put("content", QUESTIONS.get(prompt % QUESTIONS.size()))))
              .toString());
    }
    int first = sent;
    sent += count;
    Path file = Files.write(directory.resolve("prompts"), prompts);
    dsd(
        Set.of(0),
        "send",
        "--bootstrap",
        brokers,
        "--topic",
        prompts(),
        "--prompts",
        file.toString());
    List<JsonNode> all = new ArrayList<>();
    for (String line :
        dsd(
            Set.of(0),
            "receive",
            "--bootstrap",
            brokers,
            "--topic",
            completions(),
            "--count",
            Integer.toString(sent),
            "--timeout",
            PATIENCE.toSeconds() + "s")) {
      all.add(JSON.readTree(line));
    }
    List<JsonNode> newest =
        all.stream().filter(each -> each.at("/sequence/offset").asInt() >= first).toList();
    assertThat(newest)
        .hasSize(count)
        .allSatisfy(each -> assertThat(each.at("/choices/0/finish_reason").asText()).isNotEmpty());
    return newest;
  }

  private String prompts() {
    return "prompts-" + jobs;
  }

  private String completions() {
    return "completions-" + jobs;
  }

  private void cancel(String jobManager, String job) throws Exception {
    URI uri = URI.create("http://" + jobManager + "/jobs/" + job);
    http.send(
        HttpRequest.newBuilder(URI.create(uri + "?mode=cancel"))
            .method("PATCH", HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.discarding());
    Awaitility.await("the end of " + job)
        .atMost(PATIENCE)
        .until(
            () ->
                JSON.readTree(
                        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body())
                    .path("state")
                    .asText()
                    .equals("CANCELED"));
  }

  private static String line(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.startsWith("./dsd " + word))
        .findFirst()
        .orElseThrow(() -> new AssertionError(lines));
  }

  private static String word(String line, String flag) {
    List<String> words = List.of(line.split(" ", -1));
    return words.get(words.indexOf(flag) + 1);
  }

  private List<String> dsd(Set<Integer> allowed, String... arguments) throws Exception {
    try (JavaProcess command =
        JavaProcess.start(
            "dsd-" + arguments[0],
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
