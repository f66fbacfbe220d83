package io.dsd.job.bench.loop;

import io.dsd.message.round.Batch;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator that takes the draft's place. */
final class LoopHeadFactory extends AbstractStreamOperatorFactory<Batch>
    implements OneInputStreamOperatorFactory<Long, Batch> {

  private static final long serialVersionUID = 1L;

  private final LoopPlan plan;

  LoopHeadFactory(LoopPlan plan) {
    this.plan = plan;
    this.chainingStrategy = ChainingStrategy.HEAD;
  }

  @Override
  // Flink's contract: the type is that of getStreamOperatorClass
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<Batch>> T createStreamOperator(
      StreamOperatorParameters<Batch> parameters) {
    return (T) new LoopHeadOperator(parameters, plan);
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by Flink
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return LoopHeadOperator.class;
  }
}
