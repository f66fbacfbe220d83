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
import io.dsd.message.request.TimeSpent;
import io.dsd.message.round.SliceTimes;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.round.Drafting;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import io.dsd.speculate.router.Router;
import io.dsd.text.TextAssembler;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** One sequence that is being decoded: its rounds, its text, how far it has come. */
final class LiveSequence {

  private final Request request;
  private final SequenceRounds rounds;
  private final Drafting drafting;
  private final Router router;
  private final TextAssembler assembler;
  private final Ints endTokens;
  private final StringBuilder text = new StringBuilder();
  private Progress progress;
  private Optional<FinishReason> finish = Optional.empty();
  private int route;
  private long proposalSince;
  private long verdictSince;
  private long countedUntil;
  private final NavigableMap<Integer, SentBlock> sent = new TreeMap<>();

  /** A sequence as a checkpoint knows it, or one that starts; its text is made anew. */
  LiveSequence(
      Request request,
      Progress progress,
      SequenceRounds rounds,
      Router router,
      TextAssembler assembler,
      Ints endTokens) {
    this.request = request;
    this.progress = progress;
    this.rounds = rounds;
    this.router = router;
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

  /** The drafter answered; returns how long that took. */
  long proposalCame(long nanos) {
    return nanos - proposalSince;
  }

  /** A verdict came; returns how long it was since the one before, if there was one. */
  OptionalLong verdictCame(long nanos) {
    OptionalLong since =
        verdictSince == 0 ? OptionalLong.empty() : OptionalLong.of(nanos - verdictSince);
    verdictSince = nanos;
    return since;
  }

  Router router() {
    return router;
  }

  int route() {
    return route;
  }

  void route(int taken) {
    route = taken;
  }

  /**
   * A block whose verdict is wanted leaves.
   *
   * @return how many are on their way with it
   */
  int sent(SentBlock block) {
    countedUntil = countedUntil == 0 ? block.nanos() : countedUntil;
    sent.put(block.block().round(), block);
    return sent.size();
  }

  /** The block that a verdict is about; blocks before it have theirs. */
  SentBlock returned(int round) {
    SentBlock block = sent.get(round);
    sent.headMap(round, true).clear();
    return block;
  }

  /** How many blocks have no verdict yet. */
  int roundsInFlight() {
    return sent.size();
  }

  /** The oldest block whose verdict is out. */
  Optional<SentBlock> oldest() {
    return Optional.ofNullable(sent.firstEntry()).map(Map.Entry::getValue);
  }

  void replayed() {
    sent.clear();
    verdictSince = 0;
    countedUntil = 0;
    update(progress.speculation().plusReplay());
  }

  /**
   * Takes the tokens of a verdict one by one, so that the answer ends at the same token however
   * they were batched.
   *
   * @return the piece of the answer that they add
   */
  Delta advance(SentBlock block, Outcome.Committed news, SliceTimes times, long nanos) {
    int tokenOffset = progress.generated().size();
    int textOffset = text.length();
    for (int token : news.tokens().toArray()) {
      if (finish.isEmpty()) {
        take(token);
      }
    }
    int kept = progress.generated().size() - tokenOffset;
    count(block, news, kept, times, nanos);
    return new Delta(
        request.origin(),
        request.id(),
        request.dialect(),
        tokenOffset,
        progress.generated().slice(tokenOffset, tokenOffset + kept),
        textOffset,
        text.substring(textOffset),
        finish,
        Math.min(kept, news.accepted()),
        kept > news.accepted() && news.tried() > news.accepted());
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

  private void count(
      SentBlock block, Outcome.Committed news, int kept, SliceTimes times, long nanos) {
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
    update(
        progress
            .speculation()
            .plusRound(news.drafted(), news.accepted(), kept, blocks)
            .plus(news.leeway()));
    countTime(block, times, nanos);
  }

  /**
   * Shares the time since the last verdict out among drafting, slices, queues and links, so that
   * each moment is counted once. What the block spent while another one's verdict was out lay in
   * that one's time: of a block that went ahead the same share of each is counted.
   */
  private void countTime(SentBlock block, SliceTimes times, long nanos) {
    long trip = Math.max(1, nanos - block.nanos());
    long counted = Math.min(trip, nanos - countedUntil);
    long drafting = Math.max(0, block.nanos() - countedUntil);
    double share = (double) counted / trip;
    long slices = Math.min(counted, Math.round(share * times.computeNanos()));
    long queues = Math.min(counted - slices, Math.round(share * times.queueNanos()));
    update(
        progress
            .speculation()
            .plus(new TimeSpent(drafting, slices, queues, counted - slices - queues)));
    countedUntil = nanos;
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
