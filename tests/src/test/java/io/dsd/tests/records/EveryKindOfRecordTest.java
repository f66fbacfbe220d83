package io.dsd.tests.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of record that people and machines send, in one run of the job. */
class EveryKindOfRecordTest {

  private static final int RECORDS = 400;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "model",
          TinyModel.directory(),
          "dtype",
          "fp32",
          "request.max-tokens",
          Integer.toString(Truth.DEFAULT_TOKENS),
          "kafka.max-record-size",
          "6m",
          // what stops the job shall fail the test at once
          "restart.attempts",
          "0");

  private final Random random = new Random(3);

  @TempDir private Path directory;

  @Test
  @Timeout(300)
  void fourHundredRecordsGetFourHundredAnswersAndNoneStopsTheJob() throws Exception {
    List<Case> cases = cases();
    assertThat(cases.size()).isEqualTo(RECORDS);
    try (LocalJob job = LocalJob.start(directory, SETTINGS, slice -> slice)) {
      Map<Long, Case> byOffset = send(job, cases);
      Map<Long, JsonNode> answers = job.completions(RECORDS);
      assertThat(answers.keySet()).isEqualTo(byOffset.keySet());
      // what comes twice comes before the answer to what is sent now
      byOffset.putAll(send(job, List.of(GoodRecords.last())));
      assertThat(job.completions(RECORDS + 1)).hasSize(RECORDS + 1);

      assertThat(attempts(job)).containsOnly(0);
      Map<String, List<ConsumerRecord<byte[], byte[]>>> read =
          DefaultConsumer.read(job.brokers(), counts(byOffset));
      try (Truth truth = new Truth()) {
        assertAll(
            read.get("completions").stream()
                .map(answer -> () -> truth.checkAnswer(byOffset, answer)));
        truth.checkDeltas(read.get("completions"), read.get("deltas"));
      }
      assertAll(
          read.get("dead-letters").stream()
              .map(letter -> () -> Truth.checkLetter(byOffset, letter)));
    }
  }

  private List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.addAll(NotJson.cases());
    cases.addAll(WrongFields.cases());
    cases.addAll(WrongConversations.cases());
    cases.addAll(LargeRecords.cases());
    cases.addAll(OddEnvelopes.cases());
    cases.addAll(EarlyEnds.cases());
    cases.add(LargeRecords.bomb());
    cases.addAll(GoodRecords.cases(RECORDS - cases.size(), random));
    Collections.shuffle(cases, random);
    return cases;
  }

  /** Sends the cases, with records between them that were never committed. */
  private Map<Long, Case> send(LocalJob job, List<Case> cases) throws Exception {
    Map<Long, Case> byOffset = new HashMap<>();
    try (Producers producers = new Producers(job.brokers(), random)) {
      for (Case one : cases) {
        byOffset.put(producers.send(one.sent()), one);
        if (byOffset.size() % 100 == 50) {
          producers.sendAndAbort(
              List.of(Sent.of("{\"prompt\": \"taken back\"}"), Sent.of("taken back")));
        }
      }
    }
    return byOffset;
  }

  private static Stream<Integer> attempts(LocalJob job) throws Exception {
    List<Integer> attempts = new ArrayList<>();
    for (AccessExecutionVertex vertex : job.graph().getAllExecutionVertices()) {
      attempts.add(vertex.getCurrentExecutionAttempt().getAttemptNumber());
    }
    assertThat(job.graph().getFailureInfo()).isNull();
    return attempts.stream();
  }

  private static Map<String, Integer> counts(Map<Long, Case> byOffset) {
    long refused =
        byOffset.values().stream().filter(one -> one.fate() instanceof Fate.Refused).count();
    return Map.of(
        "prompts",
        byOffset.size(),
        "completions",
        byOffset.size(),
        "dead-letters",
        (int) refused,
        "deltas",
        1);
  }
}
