package io.dsd.message.codec;

import io.dsd.message.request.Acknowledgement;
import io.dsd.message.request.Answer;
import io.dsd.message.request.Completion;
import io.dsd.message.request.Failure;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * An answer.
 *
 * <pre>
 *    0   1
 *   +---+---------+---------------+-------------+------------------+
 *   | 1 | request | tokens (ints) | text (text) | finishReason (1) |
 *   |   +---------+---+-----------+-------+-----+------------------+
 *   |   | speculation | createdMillis (8) |
 *   +---+--------+----+------+-------+----+
 *   | 2 | origin | id (text) | error |
 *   +---+--------+-----------+-------+--------------+---------------+
 *   | 3 | origin | id (text) | target (sequence id) | cancelled (1) |   since version 2
 *   +---+--------+-----------+----------------------+---------------+
 * </pre>
 */
enum AnswerBody implements Codec<Answer> {
  V1(RequestBody.V1, SpeculationBody.V1),
  V2(RequestBody.V2, SpeculationBody.V1),
  V3(RequestBody.V3, SpeculationBody.V2);

  private static final int COMPLETION = 1;
  private static final int FAILURE = 2;
  private static final int ACKNOWLEDGEMENT = 3;

  private final RequestBody requests;
  private final SpeculationBody speculations;

  AnswerBody(RequestBody requests, SpeculationBody speculations) {
    this.requests = requests;
    this.speculations = speculations;
  }

  @Override
  public void write(Answer answer, DataOutput out) throws IOException {
    if (answer instanceof Completion completion) {
      out.writeByte(COMPLETION);
      requests.write(completion.request(), out);
      IntsBody.CODEC.write(completion.tokens(), out);
      Wire.writeText(completion.text(), out);
      FinishReasonBody.CODEC.write(completion.finishReason(), out);
      speculations.write(completion.speculation(), out);
      out.writeLong(completion.createdMillis());
    } else if (answer instanceof Failure failure) {
      out.writeByte(FAILURE);
      OriginBody.CODEC.write(failure.origin(), out);
      Wire.writeText(failure.id(), out);
      RequestErrorBody.CODEC.write(failure.error(), out);
    } else if (answer instanceof Acknowledgement acknowledgement) {
      out.writeByte(ACKNOWLEDGEMENT);
      OriginBody.CODEC.write(acknowledgement.origin(), out);
      Wire.writeText(acknowledgement.id(), out);
      SequenceIdBody.CODEC.write(acknowledgement.target(), out);
      out.writeBoolean(acknowledgement.cancelled());
    } else {
      throw new IllegalStateException("no layout for " + answer.getClass());
    }
  }

  @Override
  public Answer read(DataInput in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case COMPLETION ->
          new Completion(
              requests.read(in),
              IntsBody.CODEC.read(in),
              Wire.readText(in),
              FinishReasonBody.CODEC.read(in),
              speculations.read(in),
              in.readLong());
      case FAILURE ->
          new Failure(
              OriginBody.CODEC.read(in), Wire.readText(in), RequestErrorBody.CODEC.read(in));
      case ACKNOWLEDGEMENT ->
          new Acknowledgement(
              OriginBody.CODEC.read(in),
              Wire.readText(in),
              SequenceIdBody.CODEC.read(in),
              Wire.readFlag(in));
      default ->
          throw Wire.unknownTag("answer", tag, "1 (completion), 2 (failure), 3 (acknowledgement)");
    };
  }
}
