package io.dsd.operator.draft;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.Completion;
import io.dsd.message.request.Delta;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Request;
import io.dsd.message.request.Speculation;
import io.dsd.message.round.SliceTimes;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.NoDrafter;
import io.dsd.speculate.round.Drafting;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import io.dsd.text.TextAssembler;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One sequence that is being decoded: its rounds, its text, how far it has come. */
final class LiveSequence {

  /** A block on its way: what is drafted in it, by whom, and when it left. */
  private record Sent(BlockShape drafted, String drafter, long nanos) {}

  private final Request request;
  private final SequenceRounds rounds;
  private final Drafting drafting;
  private final TextAssembler assembler;
  private final Ints endTokens;
  private final StringBuilder text = new StringBuilder();
  private Progress progress;
  private Optional<FinishReason> finish = Optional.empty();
  private long proposalSince;
  private final NavigableMap<Integer, Sent> sent = new TreeMap<>();

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
    this.drafting =
        new Drafting(
            request.sequence(),
            rounds,
            request.sampling(),
            request.prompt().size() + request.maxTokens());
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

  Drafting drafting() {
    return drafting;
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
    update(progress.speculation().plusNanos(nanos - proposalSince, 0, 0, 0));
  }

  /** A block whose verdict is wanted leaves. */
  void sent(int round, BlockShape drafted, String drafter, long nanos) {
    sent.put(round, new Sent(drafted, drafter, nanos));
  }

  void replayed() {
    sent.clear();
    update(progress.speculation().plusReplay());
  }

  /**
   * Takes the tokens of a verdict one by one, so that the answer ends at the same token however
   * they were batched.
   *
   * @return the piece of the answer that they add
   */
  Delta advance(int round, Outcome.Committed news, SliceTimes times, long nanos) {
    int tokenOffset = progress.generated().size();
    int textOffset = text.length();
    for (int token : news.tokens().toArray()) {
      if (finish.isEmpty()) {
        take(token);
      }
    }
    int kept = progress.generated().size() - tokenOffset;
    count(round, news, kept, times, nanos);
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

  private void count(int round, Outcome.Committed news, int kept, SliceTimes times, long nanos) {
    Sent block = sent.getOrDefault(round, new Sent(BlockShape.NOTHING, NoDrafter.NAME, nanos));
    // blocks before this one have their verdicts, and void ones never get any
    sent.headMap(round, true).clear();
    if (news.cancelled() > 0) {
      sent.clear();
    }
    BlockShape shape = block.drafted();
    BlockCounts blocks =
        progress
            .speculation()
            .blocks()
            .plusRound(block.drafter(), shape.depth(), shape.nodes(), news.tried(), news.accepted())
            .plusCancelled(news.cancelled());
    long inSlices = times.computeNanos() + times.queueNanos();
    update(
        progress
            .speculation()
            .plusRound(news.drafted(), news.accepted(), kept, blocks)
            .plusNanos(
                0,
                times.computeNanos(),
                times.queueNanos(),
                Math.max(0, nanos - block.nanos() - inSlices)));
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
