package io.dsd.kafka.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgivingCommitterTest {

  private final Request request = new Request(new ArrayList<>());

  @Test
  void aTransactionThatTheBrokersDoNotKnowIsGivenUp() throws Exception {
    commit(new InvalidPidMappingException("no such id"));
    assertThat(request.signals).containsExactly("known");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyOtherFailureStaysOne(boolean authorization) throws Exception {
    commit(
        authorization
            ? new TransactionalIdAuthorizationException("not you")
            : new KafkaException("what is this"));
    assertThat(request.signals).containsExactly("unknown");
  }

  private void commit(RuntimeException failure) throws Exception {
    new ForgivingCommitter(new Failing(failure)).commit(List.of(request));
  }

  /** A committer whose every request fails. */
  private record Failing(RuntimeException failure) implements Committer<KafkaCommittable> {

    @Override
    public void commit(Collection<CommitRequest<KafkaCommittable>> requests) {
      requests.forEach(request -> request.signalFailedWithUnknownReason(failure));
    }

    @Override
    public void close() {}
  }

  private record Request(List<String> signals)
      implements Committer.CommitRequest<KafkaCommittable> {

    @Override
    public KafkaCommittable getCommittable() {
      return new KafkaCommittable(1, (short) 0, "dsd-completions-0-0", null);
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable failure) {
      signals.add("known");
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable failure) {
      signals.add("unknown");
    }

    @Override
    public void retryLater() {
      signals.add("retry");
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable committable) {
      signals.add("update");
    }

    @Override
    public void signalAlreadyCommitted() {
      signals.add("already");
    }
  }
}
