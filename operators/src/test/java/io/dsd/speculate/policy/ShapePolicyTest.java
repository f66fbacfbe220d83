package io.dsd.speculate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.Ints;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShapePolicyTest {

  private static final Costs FAR = new Costs(200, 40, 0.5, 3, 4);

  private final Random random = new Random(7);
  private final ShapePolicy policy = new ShapePolicy(new Limits(16, 64, 8));

  @Test
  void aDrafterThatIsNeverRightIsNotAsked() {
    assertThat(policy.choose(AcceptanceTable.constant(0.0), FAR, 1)).isEqualTo(DraftPlan.PLAIN);
  }

  @Test
  void aDrafterThatIsSlowerThanTheTargetIsNotAsked() {
    Costs costs = new Costs(2, 40, 0.5, 60, 4);

    assertThat(policy.choose(AcceptanceTable.constant(0.9), costs, 1)).isEqualTo(DraftPlan.PLAIN);
  }

  @Test
  void longLinksMakeDeepBlocksAndHighAcceptanceSeveralAtOnce() {
    DraftPlan near = policy.choose(AcceptanceTable.constant(0.8), new Costs(4, 40, 0.5, 3, 4), 1);
    DraftPlan far = policy.choose(AcceptanceTable.constant(0.8), new Costs(2000, 40, 0.5, 3, 4), 1);

    assertThat(far.shape().nodes() * far.window())
        .isGreaterThan(near.shape().nodes() * near.window());
    assertThat(policy.choose(AcceptanceTable.constant(0.95), FAR, 1).window()).isGreaterThan(1);
  }

  @Test
  void blocksShrinkUnderLoadDownToNone() {
    // tokens are dear: what is drafted in vain is taken from other sequences
    Costs costs = new Costs(100, 5, 5, 3, 4);
    AcceptanceTable acceptance = AcceptanceTable.constant(0.5);

    int few = policy.choose(acceptance, costs, 1).shape().nodes();
    int some = policy.choose(acceptance, costs, 16).shape().nodes();

    assertThat(few).isGreaterThan(some);
    assertThat(policy.choose(acceptance, costs, 256)).isEqualTo(DraftPlan.PLAIN);
  }

  @Property(tries = 50)
  void staysWithinItsLimitsAndNeverPromisesLessThanPlain(
      @ForAll @DoubleRange(min = 0, max = 0.98) double chance,
      @ForAll @IntRange(min = 1, max = 5) int depth,
      @ForAll @IntRange(min = 5, max = 20) int nodes,
      @ForAll @IntRange(min = 1, max = 3) int window,
      @ForAll @IntRange(min = 1, max = 16) int sequences,
      @ForAll @DoubleRange(min = 0, max = 500) double links) {
    AcceptanceTable acceptance = AcceptanceTable.constant(chance);
    Costs costs = new Costs(links, 40, 0.5, 3, 8);
    DraftPlan plan =
        new ShapePolicy(new Limits(depth, nodes, window)).choose(acceptance, costs, sequences);

    assertThat(plan.shape().depth()).isLessThanOrEqualTo(depth);
    assertThat(plan.shape().nodes()).isLessThanOrEqualTo(nodes);
    assertThat(plan.window()).isLessThanOrEqualTo(window);
    Throughput throughput = new Throughput(acceptance, costs, sequences);
    assertThat(throughput.of(plan)).isGreaterThanOrEqualTo(throughput.of(DraftPlan.PLAIN));
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> new Limits(8, 4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blocks of depth 8 with 4 nodes");
  }

  @Test
  void aPlannerStopsWhenTheTextBecomesHardAndComesBackWhenItBecomesEasy() {
    // drafting is dear, so that hard text is better left alone
    Costs costs = new Costs(20, 40, 0.5, 20, 2);
    Planner planner = new Planner(policy, MeasuredAcceptance.ofAll());

    assertThat(drafted(planner, costs, 0.9, 200)).isGreaterThan(150);
    drafted(planner, costs, 0.05, 400);
    assertThat(drafted(planner, costs, 0.05, 400)).isLessThan(20);
    drafted(planner, costs, 0.9, 600);
    assertThat(drafted(planner, costs, 0.9, 200)).isGreaterThan(150);
  }

  /** In how many of the rounds something was drafted. */
  private int drafted(Planner planner, Costs costs, double chance, int rounds) {
    int drafted = 0;
    for (int round = 0; round < rounds; round++) {
      BlockShape shape = planner.plan(costs, 1).shape();
      int depth = shape.depth();
      drafted += depth > 0 ? 1 : 0;
      int right = 0;
      while (right < depth && random.nextDouble() < chance) {
        right++;
      }
      int steps = Math.min(depth, right + 1);
      int[] taken = new int[steps];
      int[] tried = new int[steps];
      for (int step = 0; step < steps; step++) {
        // no further choice is ever right
        tried[step] = shape.nodes() > depth ? 3 : 1;
        taken[step] = step < right ? 1 : 0;
      }
      planner.observe(new Walk(0, Ints.of(tried), Ints.of(taken)));
    }
    return drafted;
  }
}
