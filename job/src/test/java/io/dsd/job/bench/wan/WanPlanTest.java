package io.dsd.job.bench.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.bench.problem.Problem;
import io.dsd.job.bench.problem.ProblemSet;
import io.dsd.job.bench.testbed.Mode;
import io.dsd.job.bench.testbed.Modes;
import io.dsd.job.bench.testbed.Prompts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WanPlanTest {

  private static final Modes MODES =
      new Modes(
          Map.of("draft.kind", "eagle3", "draft.model", "/draft"),
          "0.3",
          Map.of("full.draft.nodes", "32", "plain.kv.memory", "2g"));

  @Test
  void eachModeIsFirstAsOftenAsTheOthers() {
    List<Problem> one = List.of(new Problem(ProblemSet.GSM8K, 0, "?"));
    List<Mode> modes = List.of(MODES.of("plain"), MODES.of("full"), MODES.of("adaptive"));
    WanPlan plan = new WanPlan(List.of(one, one), modes, 2, 1, new Prompts(true, 8, 1, false), 4);
    assertThat(plan.answers()).isEqualTo(12);
    assertThat(List.of(0, 1, 2, 3))
        .extracting(turn -> plan.order(turn).get(0).name())
        .containsExactly("plain", "full", "adaptive", "plain");
    assertThat(plan.order(1)).extracting(Mode::name).containsExactly("full", "adaptive", "plain");
  }

  @Test
  void aModeIsItsSettingsTheDraftAndWhatWasGivenAnew() {
    assertThat(MODES.of("plain").settings())
        .isEqualTo(Map.of("draft.kind", "none", "kv.memory", "2g"));
    assertThat(MODES.of("full").settings())
        .containsEntry("draft.nodes", "32")
        .containsEntry("draft.kind", "eagle3")
        .containsEntry("draft.model", "/draft")
        .doesNotContainKey("request.relaxation");
    assertThat(MODES.of("adaptive").settings())
        .containsEntry("draft.nodes", "64")
        .containsEntry("request.relaxation", "0.3");
    assertThat(MODES.of("chain-8").settings())
        .containsEntry("draft.length", "8")
        .containsEntry("draft.window", "1")
        .doesNotContainKey("draft.policy");
  }

  @Test
  void aModeThatIsNoneIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> MODES.of("fast"))
        .hasMessage(
            "--modes: 'fast' is not allowed; give one or more of plain,chain-8,full,adaptive");
  }
}
