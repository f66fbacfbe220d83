package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.certificate.Certificates;
import io.dsd.job.cluster.FlinkRest;
import io.dsd.tests.cluster.TinyModel;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.flink.runtime.net.SSLUtils;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code dsd cluster start --tls}: it answers, refuses strangers, and shows no secret. */
@Tag("processes")
class SecuredClusterTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path LOGS = Path.of("target", "secured-cluster").toAbsolutePath();
  private static final Path CACHE = LOGS.resolve("cache");
  private static final Pattern MEMBER = Pattern.compile(" {2}(\\S+) +runs +pid (\\d+) .*");
  private static final Pattern PASSWORD = Pattern.compile("password[=: \"\\\\]+([0-9a-f]{16,})");
  private static final int TOKENS = 16;

  /** In the job's configuration as it stands, as nobody should have it. */
  private static final String LITERAL = "a-password-in-the-open";

  private DsdCommands dsd;

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    FileUtils.deleteDirectory(LOGS.toFile());
    Files.createDirectories(CACHE);
    dsd = new DsdCommands(LOGS, CACHE, Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    if (dsd != null) {
      dsd.run("cluster", "stop");
    }
  }

  @Test
  @Timeout(240)
  void aClusterWithTlsAnswersRefusesStrangersAndShowsNoSecret() throws Exception {
    List<String> started =
        dsd.run(
            "cluster",
            "start",
            "--tls",
            "--slices",
            "2",
            "--link-latency",
            "1ms",
            "--model",
            TinyModel.directory(),
            "--dtype",
            "fp32",
            "--rest-port",
            "0",
            "--kafka-port",
            "0");
    Certificates certificates = new Certificates(CACHE.resolve("cluster").resolve("tls"));
    String[] submit = DsdCommands.typed(started, "submit");
    Path config = Path.of(after(submit, "--config"));
    Files.writeString(
        config,
        Files.readString(config)
            .replace("  properties:\n", "  properties:\n    ssl.key.password: " + LITERAL + "\n"));
    aWrongPasswordIsSaid(submit);
    String job = dsd.run(submit).get(0);

    answers(started, certificates);
    List<String> status = dsd.run("cluster", "status");
    Map<String, Long> processes = processes(status);
    strangersAreRefused(certificates, processes, status);
    String address = after(submit, "--jobmanager");
    assertThat(dsd.run(1, "submit", "--config", after(submit, "--config"), "--jobmanager", address))
        .isEmpty();
    assertThat(said("submit")).contains("wants TLS", "--flink-conf");

    Set<String> secrets = secrets(certificates);
    FlinkRest flink = new FlinkRest(address, certificates.client());
    assertThat(shown(flink, job))
        .contains("security.ssl.rest.keystore-password", "******", "slice-1")
        .doesNotContain(secrets);
    assertThat(logged()).contains("sasl.jaas.config = [hidden]", "******").doesNotContain(secrets);
    assertThat(processes.values())
        .hasSize(6)
        .allSatisfy(
            pid ->
                assertThat(Files.readString(Path.of("/proc", pid.toString(), "cmdline")))
                    .contains("java")
                    .doesNotContain(secrets));
    assertThat(Files.readString(CACHE.resolve("cluster").resolve("state.json")))
        .contains("slice-0")
        .doesNotContain(secrets);
  }

  private void aWrongPasswordIsSaid(String[] submit) throws Exception {
    String[] wrong = submit.clone();
    int config = List.of(submit).indexOf("--config") + 1;
    wrong[config] =
        Files.writeString(
                LOGS.resolve("wrong.yaml"),
                Files.readString(Path.of(submit[config]))
                    .replaceFirst(
                        "sasl.jaas.config: .*",
                        "sasl.jaas.config: org.apache.kafka.common.security.plain.PlainLoginModule"
                            + " required username=\"dsd\" password=\"%s\";".formatted(LITERAL)))
            .toString();
    assertThat(dsd.run(1, wrong)).isEmpty();
    assertThat(said("submit"))
        .contains("sasl.jaas.config", "correct them")
        .doesNotContain("\tat ", LITERAL);
  }

  /** By the lines that were printed, and with a password from the environment. */
  private void answers(List<String> started, Certificates certificates) throws Exception {
    String[] send = DsdCommands.typed(started, "send");
    Path original = Path.of(after(send, "--kafka-config"));
    assertThat(original).startsWith(certificates.clientFolder());
    Matcher password = PASSWORD.matcher(Files.readString(original));
    assertThat(password.find()).isTrue();
    Path referring =
        Files.writeString(
            LOGS.resolve("kafka.properties"),
            new StringBuilder(Files.readString(original))
                .replace(password.start(1), password.end(1), "${env:DSD_TEST_PASSWORD}")
                .append("config.providers=env\n")
                .append("config.providers.env.class=")
                .append("org.apache.kafka.common.config.provider.EnvVarConfigProvider\n"));
    new DsdCommands(
            LOGS.resolve("environment"), CACHE, Map.of("DSD_TEST_PASSWORD", password.group(1)))
        .run(
            "send",
            "--bootstrap",
            after(send, "--bootstrap"),
            "--kafka-config",
            referring.toString(),
            "--raw",
            "--prompts",
            Files.writeString(
                    LOGS.resolve("prompts.jsonl"),
                    "{\"prompt\": \"The river\", \"max_tokens\": %d, \"temperature\": 0}%n"
                        .formatted(TOKENS))
                .toString());

    List<String> receive = new ArrayList<>(List.of(DsdCommands.typed(started, "receive")));
    receive.addAll(List.of("--timeout", "90s"));
    JsonNode completion = JSON.readTree(dsd.run(receive.toArray(String[]::new)).get(0));
    assertThat(completion.at("/choices/0/token_ids"))
        .as("%s", completion)
        .isEqualTo(TinyModel.afterTheRiver(TOKENS));
  }

  /** Every port that any process of Flink listens on, that of a link's relay too. */
  private static void strangersAreRefused(
      Certificates certificates, Map<String, Long> processes, List<String> status)
      throws Exception {
    TrustManager[] anyone = {new Credulous()};
    SSLContext stranger = SSLContext.getInstance("TLS");
    stranger.init(null, anyone, null);
    SocketFactory member = SSLUtils.createSSLClientSocketFactory(certificates.cluster());
    SocketFactory client =
        SSLUtils.createRestSSLContext(certificates.client(), true).getSocketFactory();
    Set<Integer> doors = new HashSet<>();
    for (String name : List.of("jobmanager", "slice-0", "slice-1")) {
      List<Integer> ports = ListeningPorts.of(processes.get(name));
      assertThat(ports).as(name).hasSizeGreaterThan(1);
      doors.addAll(ports);
    }
    for (String line : status) {
      Matcher link = Pattern.compile(".* link (\\d+).*").matcher(line);
      if (link.matches()) {
        doors.add(Integer.valueOf(link.group(1)));
      }
    }
    assertThat(doors).hasSizeGreaterThan(8);
    for (int door : doors) {
      assertThatThrownBy(() -> greet(stranger.getSocketFactory(), door))
          .as("port %d takes a client without a certificate", door)
          .isInstanceOf(IOException.class);
      assertThat(takes(member, door) || takes(client, door))
          .as("port %d takes those who have a certificate", door)
          .isTrue();
    }
  }

  private static boolean takes(SocketFactory client, int port) {
    try {
      greet(client, port);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static void greet(SocketFactory client, int port) throws IOException {
    try (Socket socket = client.createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      SSLSocket tls = (SSLSocket) socket;
      tls.setEnabledProtocols(new String[] {"TLSv1.2"});
      tls.startHandshake();
    }
  }

  private static Set<String> secrets(Certificates certificates) throws IOException {
    Set<String> secrets = new HashSet<>(Set.of(LITERAL));
    try (Stream<Path> files = Files.walk(certificates.folder())) {
      for (Path file :
          files.filter(each -> each.toString().matches(".*[.](yaml|properties)")).toList()) {
        PASSWORD.matcher(Files.readString(file)).results().forEach(it -> secrets.add(it.group(1)));
      }
    }
    assertThat(secrets).as("of the cluster, of its clients, of the broker's user").hasSize(4);
    return secrets;
  }

  /** All that Flink's web interface shows. */
  private static String shown(FlinkRest flink, String job) throws IOException {
    List<String> pages =
        new ArrayList<>(
            List.of(
                "/config",
                "/overview",
                "/jobmanager/config",
                "/jobmanager/environment",
                "/jobmanager/metrics",
                "/jobs/overview",
                "/taskmanagers"));
    for (String page :
        List.of(
            "",
            "/config",
            "/jobmanager/config",
            "/jobmanager/environment",
            "/plan",
            "/exceptions",
            "/checkpoints",
            "/checkpoints/config",
            "/accumulators")) {
      pages.add("/jobs/" + job + page);
    }
    StringBuilder shown = new StringBuilder();
    for (String page : pages) {
      JsonNode answer = flink.get(page);
      assertThat(answer.has("errors")).as("%s: %s", page, answer).isFalse();
      shown.append(answer);
    }
    for (JsonNode vertex : flink.get("/jobs/" + job).path("vertices")) {
      shown.append(flink.get("/jobs/" + job + "/vertices/" + vertex.path("id").asText()));
    }
    return shown.toString();
  }

  /** What the processes of the cluster and the commands have said and logged. */
  private static String logged() throws IOException {
    StringBuilder logged = new StringBuilder();
    try (Stream<Path> files = Files.walk(LOGS)) {
      for (Path file :
          files.filter(each -> each.toString().matches(".*[.](log|out|err)")).toList()) {
        logged.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return logged.toString();
  }

  private static String said(String command) throws IOException {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> files = Files.list(LOGS)) {
      for (Path file : files.filter(each -> each.toString().endsWith(command + ".err")).toList()) {
        said.append(Files.readString(file));
      }
    }
    return said.toString();
  }

  private static Map<String, Long> processes(List<String> status) {
    return status.stream()
        .map(MEMBER::matcher)
        .filter(Matcher::matches)
        .collect(Collectors.toMap(each -> each.group(1), each -> Long.valueOf(each.group(2))));
  }

  private static String after(String[] words, String flag) {
    return words[List.of(words).indexOf(flag) + 1];
  }
}
