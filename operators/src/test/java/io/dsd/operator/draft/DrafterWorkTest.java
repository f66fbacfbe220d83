package io.dsd.operator.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Share;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrafterWorkTest {

  private static final SequenceId ONE = new SequenceId("prompts", 0, 1);
  private static final SequenceId OTHER = new SequenceId("prompts", 0, 2);

  private final List<String> heard = new ArrayList<>();
  private final List<Proposed> proposed = new ArrayList<>();

  private void compute(DraftWork... batch) {
    Map<String, Drafter> drafters = new LinkedHashMap<>();
    drafters.put("model", new Scribe("model"));
    drafters.put("ngram", new Scribe("ngram"));
    new DrafterWork(drafters).compute(List.of(batch), proposed::addAll);
  }

  private static DraftWork.Propose propose(SequenceId sequence, int last, String drafter) {
    return new DraftWork.Propose(
        DraftTask.chain(sequence, Ints.of(1, last), Sampling.greedy(), 2), drafter);
  }

  @Test
  void eachTaskGoesToItsDrafterAndThoseOfOneDrafterGoTogether() {
    compute(propose(ONE, 2, "ngram"), propose(OTHER, 3, "ngram"));
    assertThat(heard).containsExactly("ngram: [1, 2] [1, 3]");
    assertThat(proposed).hasSize(2);
  }

  @Test
  void ofTwoTasksOfASequenceTheLaterOneCounts() {
    compute(propose(ONE, 2, "model"), propose(OTHER, 3, "model"), propose(ONE, 4, "ngram"));
    assertThat(heard).containsExactly("model: [1, 3]", "ngram: [1, 4]");
  }

  @Test
  void whatHasEndedIsForgottenByAllAndNotDraftedAnyMore() {
    compute(propose(ONE, 2, "model"), new DraftWork.Forget(ONE));
    assertThat(heard).containsExactly("model forgets", "ngram forgets");
    assertThat(proposed).isEmpty();
  }

  @Test
  void allHearOfWhatSequencesHaveInCommonInItsPlaceAmongTheRest() {
    compute(
        new DraftWork.Keep(OTHER),
        new DraftWork.Take(new Share(ONE, 1, OTHER, 20)),
        new DraftWork.Forget(OTHER));
    assertThat(heard)
        .containsExactly(
            "model keeps",
            "ngram keeps",
            "model takes 20",
            "ngram takes 20",
            "model forgets",
            "ngram forgets");
  }

  private final class Scribe implements Drafter {

    private final String name;

    private Scribe(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Proposal> propose(List<DraftTask> tasks) {
      List<String> prefixes = tasks.stream().map(task -> task.prefix().toString()).toList();
      heard.add(name + ": " + String.join(" ", prefixes));
      return tasks.stream().map(task -> Proposal.nothing()).toList();
    }

    @Override
    public void share(SequenceId sequence, SequenceId donor, int length) {
      heard.add(name + " takes " + length);
    }

    @Override
    public void retain(SequenceId sequence) {
      heard.add(name + " keeps");
    }

    @Override
    public void release(SequenceId sequence) {
      heard.add(name + " forgets");
    }

    @Override
    public void close() {
      heard.add(name + " closes");
    }
  }
}
