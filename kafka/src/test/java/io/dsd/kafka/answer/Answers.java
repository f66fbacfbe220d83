package io.dsd.kafka.answer;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.Completion;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.Failure;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Request;
import io.dsd.message.request.RequestError;
import io.dsd.message.request.Speculation;
import io.dsd.message.request.TimeSpent;
import io.dsd.message.round.Leeway;
import java.util.List;
import java.util.Optional;

/** Answers to write in tests. */
final class Answers {

  static final Origin ORIGIN =
      new Origin(
          new SequenceId("prompts", 2, 17),
          5,
          Optional.of(Bytes.utf8("key")),
          List.of(
              new Header("trace", Optional.of(Bytes.utf8("a"))),
              new Header("trace", Optional.empty())));

  private Answers() {}

  static Completion completion(Dialect dialect, String text) {
    Request request =
        new Request(
            ORIGIN,
            "id-1",
            dialect,
            Ints.of(1, 2, 3),
            new Sampling(0.5, 0, 1, -7),
            10,
            List.of(),
            true,
            Optional.empty(),
            0.25);
    Speculation speculation =
        new Speculation(
            "ngram",
            2,
            4,
            3,
            5,
            new TimeSpent(1_500_000, 2_000_000, 250_000, 0),
            1,
            BlockCounts.none().plusRound("ngram", 2, 4, 2, 1).plusCancelled(3),
            new Leeway(3, 1, 0.5));
    return new Completion(
        request, Ints.of(8, 9), text, FinishReason.LENGTH, speculation, 1_767_225_600_999L);
  }

  static Failure failure(RequestError error) {
    return new Failure(ORIGIN, "id-1", error);
  }

  static Delta delta(Dialect dialect, int tokenOffset, Optional<FinishReason> finish) {
    return new Delta(
        ORIGIN, "id-1", dialect, tokenOffset, Ints.of(8), 3, "é", finish, 0, tokenOffset > 0);
  }
}
