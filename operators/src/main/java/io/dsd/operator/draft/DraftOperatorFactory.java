package io.dsd.operator.draft;

import io.dsd.message.request.Arrival;
import io.dsd.message.round.Batch;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the draft operator. */
public final class DraftOperatorFactory extends AbstractStreamOperatorFactory<Batch>
    implements OneInputStreamOperatorFactory<Arrival, Batch> {

  private static final long serialVersionUID = 1L;

  private final DraftSettings settings;

  /** For operators of the given settings. */
  public DraftOperatorFactory(DraftSettings settings) {
    this.settings = settings;
    // the source must not share the draft's mailbox: verdicts would wait for its polling
    this.chainingStrategy = ChainingStrategy.HEAD;
  }

  @Override
  // Flink's contract: the type is that of getStreamOperatorClass
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<Batch>> T createStreamOperator(
      StreamOperatorParameters<Batch> parameters) {
    return (T) new DraftOperator(parameters, settings);
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by Flink
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return DraftOperator.class;
  }
}
