package io.dsd.operator.draft;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Completion;
import io.dsd.message.request.Delta;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Request;
import io.dsd.message.request.Speculation;
import io.dsd.message.round.SliceTimes;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import io.dsd.text.TextAssembler;
import java.util.Optional;

/** One sequence that is being decoded: its rounds, its text, how far it has come. */
final class LiveSequence {

  private final Request request;
  private final SequenceRounds rounds;
  private final TextAssembler assembler;
  private final Ints endTokens;
  private final StringBuilder text = new StringBuilder();
  private Progress progress;
  private Optional<FinishReason> finish = Optional.empty();
  private long proposalSince;
  private long roundSince;

  /** A sequence as a checkpoint knows it, or one that starts; its text is made anew. */
  LiveSequence(
      Request request,
      Progress progress,
      SequenceRounds rounds,
      TextAssembler assembler,
      Ints endTokens) {
    this.request = request;
    this.progress = progress;
    this.rounds = rounds;
    this.assembler = assembler;
    this.endTokens = endTokens;
    progress.generated().stream().mapToObj(assembler::append).forEach(text::append);
  }

  SequenceId id() {
    return request.sequence();
  }

  Request request() {
    return request;
  }

  Progress progress() {
    return progress;
  }

  SequenceRounds rounds() {
    return rounds;
  }

  boolean isFinished() {
    return finish.isPresent();
  }

  /** How many more tokens may be generated. */
  int room() {
    return request.maxTokens() - progress.generated().size();
  }

  void proposalAsked(long nanos) {
    proposalSince = nanos;
  }

  void proposalCame(long nanos) {
    spend(0, 0, 0, nanos - proposalSince, SliceTimes.ZERO, 0, 0);
  }

  void roundStarted(long nanos) {
    roundSince = nanos;
  }

  void replayed() {
    spend(0, 0, 0, 0, SliceTimes.ZERO, 0, 1);
  }

  /**
   * Takes the tokens of a verdict one by one, so that the answer ends at the same token however
   * they were batched.
   *
   * @return the piece of the answer that they add
   */
  Delta advance(Outcome.Committed news, SliceTimes times, long nanos) {
    int tokenOffset = progress.generated().size();
    int textOffset = text.length();
    for (int token : news.tokens().toArray()) {
      if (finish.isEmpty()) {
        take(token);
      }
    }
    int kept = progress.generated().size() - tokenOffset;
    spend(1, news.drafted(), news.accepted(), 0, times, nanos - roundSince, 0);
    addCommitted(kept);
    return new Delta(
        request.origin(),
        request.id(),
        request.dialect(),
        tokenOffset,
        progress.generated().slice(tokenOffset, tokenOffset + kept),
        textOffset,
        text.substring(textOffset),
        finish);
  }

  /**
   * Ends it where it is.
   *
   * @return the last piece of the answer: text that was held back, if any
   */
  Delta end(FinishReason reason) {
    int textOffset = text.length();
    close(reason);
    int tokens = progress.generated().size();
    return new Delta(
        request.origin(),
        request.id(),
        request.dialect(),
        tokens,
        Ints.empty(),
        textOffset,
        text.substring(textOffset),
        finish);
  }

  /** Lets out what was held back, in which a stop text may come to light. */
  private void close(FinishReason reason) {
    text.append(assembler.finish());
    finish = Optional.of(assembler.isStopped() ? FinishReason.STOP : reason);
  }

  private void take(int token) {
    progress =
        new Progress(
            progress.createdMillis(), progress.generated().append(token), progress.speculation());
    if (endTokens.stream().anyMatch(end -> end == token)) {
      text.append(assembler.finish());
      finish = Optional.of(FinishReason.STOP);
      return;
    }
    text.append(assembler.append(token));
    if (assembler.isStopped()) {
      finish = Optional.of(FinishReason.STOP);
    } else if (room() == 0) {
      close(FinishReason.LENGTH);
    }
  }

  private void spend(
      int rounds,
      int drafted,
      int accepted,
      long draftNanos,
      SliceTimes times,
      long roundNanos,
      int replays) {
    Speculation sum = progress.speculation();
    long inSlices = times.computeNanos() + times.queueNanos();
    update(
        new Speculation(
            sum.drafter(),
            sum.rounds() + rounds,
            sum.drafted() + drafted,
            sum.accepted() + accepted,
            sum.committed(),
            sum.draftNanos() + draftNanos,
            sum.sliceNanos() + times.computeNanos(),
            sum.queueNanos() + times.queueNanos(),
            sum.linkNanos() + Math.max(0, roundNanos - inSlices),
            sum.replays() + replays));
  }

  private void addCommitted(int tokens) {
    Speculation sum = progress.speculation();
    update(
        new Speculation(
            sum.drafter(),
            sum.rounds(),
            sum.drafted(),
            sum.accepted(),
            sum.committed() + tokens,
            sum.draftNanos(),
            sum.sliceNanos(),
            sum.queueNanos(),
            sum.linkNanos(),
            sum.replays()));
  }

  private void update(Speculation speculation) {
    progress = new Progress(progress.createdMillis(), progress.generated(), speculation);
  }

  Completion completion() {
    return new Completion(
        request,
        progress.generated(),
        text.toString(),
        finish.orElseThrow(),
        progress.speculation(),
        progress.createdMillis());
  }
}
