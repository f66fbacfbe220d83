package io.dsd.operator.slice;

import io.dsd.message.round.Batch;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of one slice. */
public final class SliceOperatorFactory extends AbstractStreamOperatorFactory<Batch>
    implements OneInputStreamOperatorFactory<Batch, Batch> {

  private static final long serialVersionUID = 1L;

  private final SliceSettings settings;

  /** For slices of the given settings. */
  public SliceOperatorFactory(SliceSettings settings) {
    this.settings = settings;
    // a slice has a thread and a slot of its own; chaining would only tie mailboxes together
    this.chainingStrategy = ChainingStrategy.NEVER;
  }

  @Override
  // Flink's contract: the type is that of getStreamOperatorClass
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<Batch>> T createStreamOperator(
      StreamOperatorParameters<Batch> parameters) {
    return (T) new SliceOperator(parameters, settings);
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by Flink
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return SliceOperator.class;
  }
}
