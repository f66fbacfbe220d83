package io.dsd.kafka.answer;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up a transaction that the brokers do not know, as the connector itself gives up one that
 * they have aborted. Every savepoint names its last transactions, committed or not. At other
 * brokers, or after {@code transactional.id.expiration.ms}, nobody can commit them any more, and
 * the connector's committer would fail the job at each attempt to start it.
 *
 * @param committer the connector's
 */
@SuppressWarnings("try") // committers are closed so: by Flink, which expects an interrupt
record ForgivingCommitter(Committer<KafkaCommittable> committer)
    implements Committer<KafkaCommittable> {

  private static final Logger LOG = LoggerFactory.getLogger(ForgivingCommitter.class);

  @Override
  public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
      throws IOException, InterruptedException {
    List<CommitRequest<KafkaCommittable>> forgiving =
        requests.stream().<CommitRequest<KafkaCommittable>>map(ForgivingRequest::new).toList();
    committer.commit(forgiving);
  }

  @Override
  public void close() throws Exception {
    committer.close();
  }

  private record ForgivingRequest(CommitRequest<KafkaCommittable> request)
      implements CommitRequest<KafkaCommittable> {

    @Override
    public void signalFailedWithUnknownReason(Throwable failure) {
      if (failure instanceof InvalidPidMappingException) {
        LOG.warn(
            "The brokers do not know the transaction {} of the restored state. Its answers are there"
                + " if it was committed before, as it is when a job is stopped with a savepoint; else"
                + " they are lost. This is expected if the job has moved to other brokers, or was"
                + " down for longer than their transactional.id.expiration.ms",
            request.getCommittable().getTransactionalId());
        request.signalFailedWithKnownReason(failure);
      } else {
        request.signalFailedWithUnknownReason(failure);
      }
    }

    @Override
    public KafkaCommittable getCommittable() {
      return request.getCommittable();
    }

    @Override
    public int getNumberOfRetries() {
      return request.getNumberOfRetries();
    }

    @Override
    public void signalFailedWithKnownReason(Throwable failure) {
      request.signalFailedWithKnownReason(failure);
    }

    @Override
    public void retryLater() {
      request.retryLater();
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable committable) {
      request.updateAndRetryLater(committable);
    }

    @Override
    public void signalAlreadyCommitted() {
      request.signalAlreadyCommitted();
    }
  }
}
