package io.dsd.operator.slice;

import io.dsd.message.round.Batch;
import io.dsd.model.slice.SliceFactory;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of one slice. */
public final class SliceOperatorFactory extends AbstractStreamOperatorFactory<Batch>
    implements OneInputStreamOperatorFactory<Batch, Batch> {

  private static final long serialVersionUID = 1L;

  private final SliceFactory factory;

  /** For a slice that {@code factory} opens. */
  public SliceOperatorFactory(SliceFactory factory) {
    this.factory = factory;
    // a slice has a thread and a slot of its own; chaining would only tie mailboxes together
    this.chainingStrategy = ChainingStrategy.NEVER;
  }

  @Override
  // Flink's contract: the type is that of getStreamOperatorClass
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<Batch>> T createStreamOperator(
      StreamOperatorParameters<Batch> parameters) {
    return (T) new SliceOperator(parameters, factory);
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by Flink
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return SliceOperator.class;
  }
}
