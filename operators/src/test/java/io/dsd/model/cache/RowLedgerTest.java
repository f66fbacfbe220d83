package io.dsd.model.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.Compaction;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Tree;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowLedgerTest {

  private final RowLedger ledger = new RowLedger();

  private static Block onPrefix(
      int round, int base, int committed, Tree tree, Compaction... compactions) {
    return block(round, Parent.committed(), base, committed, true, tree, compactions);
  }

  private static Block ahead(int round, int onRound, int node, int base, Tree tree) {
    return block(round, new Parent.Node(onRound, node), base, 0, true, tree);
  }

  private static Block block(
      int round,
      Parent parent,
      int base,
      int committed,
      boolean verify,
      Tree tree,
      Compaction... compactions) {
    return new Block(
        new SequenceId("prompts", 0, 1),
        1,
        round,
        parent,
        base,
        committed,
        verify,
        Ints.range(0, tree.size()),
        tree,
        Sampling.greedy(),
        List.of(compactions));
  }

  private static Tree tree(int... parents) {
    return new Tree(Ints.of(parents));
  }

  private static Compaction verdict(int round, int... path) {
    return new Compaction(round, Ints.of(path));
  }

  private Placement.Placed placed(Block block) {
    Placement placement = ledger.place(block);
    assertThat(placement).isInstanceOf(Placement.Placed.class);
    return (Placement.Placed) placement;
  }

  private static AttentionMask sees(Ints... rows) {
    return new AttentionMask.Explicit(
        List.of(rows).stream()
            .map(
                slots -> {
                  BitSet set = new BitSet();
                  slots.stream().forEach(set::set);
                  return set;
                })
            .toList());
  }

  @Test
  void aPromptInChunksLiesInItsPositions() {
    Placement.Placed first = placed(block(0, Parent.committed(), 0, 4, false, Tree.chain(4)));
    assertThat(first.firstSlot()).isZero();
    assertThat(first.moved()).isEqualTo(Ints.empty());
    assertThat(first.mask()).isEqualTo(new AttentionMask.Causal());
    assertThat(ledger.committed()).isEqualTo(4);
    Placement.Placed second = placed(onPrefix(1, 4, 2, Tree.chain(5)));
    assertThat(second.firstSlot()).isEqualTo(4);
    assertThat(second.positions()).isEqualTo(Ints.range(4, 9));
    assertThat(second.usedSlots()).isEqualTo(9);
    assertThat(second.mask()).isEqualTo(new AttentionMask.Causal());
    assertThat(ledger.committed()).isEqualTo(6);
  }

  @Test
  void theNodesOfATreeSeeTheirAncestorsAlone() {
    Placement.Placed placed = placed(onPrefix(0, 0, 2, tree(-1, 0, 1, 1, 2)));
    assertThat(placed.positions()).isEqualTo(Ints.of(0, 1, 2, 2, 3));
    assertThat(placed.mask())
        .isEqualTo(
            sees(
                Ints.of(0),
                Ints.of(0, 1),
                Ints.of(0, 1, 2),
                Ints.of(0, 1, 3),
                Ints.of(0, 1, 2, 4)));
  }

  @Test
  void theAcceptedPathOfATreeMovesUpToTheCommittedRows() {
    // 0 and 1 committed; 2 and 3 hang on 1, 4 on 3, 5 on 4
    placed(onPrefix(0, 0, 2, tree(-1, 0, 1, 1, 3, 4)));
    Placement.Placed next = placed(onPrefix(1, 5, 1, Tree.chain(2), verdict(0, 3, 4, 5)));
    assertThat(next.moved()).isEqualTo(Ints.of(3, 4, 5));
    assertThat(next.movedTo()).isEqualTo(2);
    assertThat(next.firstSlot()).isEqualTo(5);
    assertThat(next.mask()).isEqualTo(new AttentionMask.Causal());
    assertThat(ledger.committed()).isEqualTo(6);
  }

  @Test
  void anAcceptedChainStaysWhereItIs() {
    placed(onPrefix(0, 0, 2, Tree.chain(5)));
    Placement.Placed next = placed(onPrefix(1, 4, 1, Tree.chain(3), verdict(0, 2, 3)));
    assertThat(next.moved()).isEqualTo(Ints.empty());
    assertThat(next.firstSlot()).isEqualTo(4);
    assertThat(ledger.committed()).isEqualTo(5);
  }

  @Test
  void whatWasRejectedIsOverwritten() {
    placed(onPrefix(0, 0, 2, Tree.chain(6)));
    Placement.Placed next = placed(onPrefix(1, 2, 1, Tree.chain(2), verdict(0)));
    assertThat(next.firstSlot()).isEqualTo(2);
    assertThat(next.usedSlots()).isEqualTo(4);
    assertThat(ledger.committed()).isEqualTo(3);
  }

  @Test
  void aBlockThatGoesAheadLiesBehindAndSeesItsBranchAlone() {
    placed(onPrefix(0, 0, 1, tree(-1, 0, 0, 2)));
    Placement.Placed ahead = placed(ahead(1, 0, 3, 3, Tree.chain(2)));
    assertThat(ahead.firstSlot()).isEqualTo(4);
    assertThat(ahead.positions()).isEqualTo(Ints.of(3, 4));
    assertThat(ahead.mask()).isEqualTo(sees(Ints.of(0, 2, 3, 4), Ints.of(0, 2, 3, 4, 5)));
    assertThat(ledger.committed()).isEqualTo(1);
  }

  @Test
  void aBlockThatGoesAheadMovesUpBehindTheAcceptedPath() {
    placed(onPrefix(0, 0, 1, tree(-1, 0, 0, 2)));
    placed(ahead(1, 0, 3, 3, Tree.chain(3)));
    // the verdict took nodes 2 and 3, and the guess that round 1 began with
    Block third = block(2, new Parent.Node(1, 2), 6, 0, true, Tree.chain(1), verdict(0, 2, 3));
    Placement.Placed placed = placed(third);
    assertThat(placed.moved()).isEqualTo(Ints.of(2, 3, 4, 5, 6));
    assertThat(placed.movedTo()).isEqualTo(1);
    assertThat(placed.firstSlot()).isEqualTo(6);
    assertThat(placed.positions()).isEqualTo(Ints.of(6));
    assertThat(placed.mask()).isEqualTo(new AttentionMask.Causal());
    assertThat(ledger.committed()).isEqualTo(3);
    Placement.Placed last =
        placed(onPrefix(3, 6, 1, Tree.chain(1), verdict(1, 0, 1, 2), verdict(2)));
    assertThat(last.firstSlot()).isEqualTo(6);
    assertThat(ledger.committed()).isEqualTo(7);
  }

  @Test
  void aBlockThatWentAheadOfAnotherPathIsForgotten() {
    placed(onPrefix(0, 0, 1, tree(-1, 0, 0, 2)));
    placed(ahead(1, 0, 3, 3, Tree.chain(2)));
    Block onVoid = block(2, new Parent.Node(1, 1), 5, 0, true, Tree.chain(1), verdict(0, 1));
    assertThat(ledger.place(onVoid)).isEqualTo(new Placement.Missing(1));
    assertThat(ledger.place(onPrefix(3, 2, 1, Tree.chain(1)))).isEqualTo(new Placement.Missing(1));
  }

  @Test
  void aBlockOnARoundThatIsNotHereIsMissingItsRows() {
    placed(onPrefix(0, 0, 3, Tree.chain(3)));
    assertThat(ledger.place(ahead(5, 4, 0, 4, Tree.chain(1)))).isEqualTo(new Placement.Missing(3));
  }

  @Test
  void aNodeThatIsNotThereOrLiesElsewhereIsMissingToo() {
    placed(onPrefix(0, 0, 3, Tree.chain(5)));
    assertThat(ledger.place(ahead(1, 0, 5, 6, Tree.chain(1)))).isEqualTo(new Placement.Missing(3));
    RowLedger another = new RowLedger();
    another.place(onPrefix(0, 0, 3, Tree.chain(5)));
    assertThat(another.place(ahead(1, 0, 4, 4, Tree.chain(1)))).isEqualTo(new Placement.Missing(3));
  }

  @Test
  void aCompactionOfARoundThatIsNotHereLeavesARowGap() {
    placed(onPrefix(0, 0, 3, Tree.chain(3)));
    // round 1 never came here, so its accepted rows are not here either
    assertThat(ledger.place(onPrefix(2, 5, 1, Tree.chain(1), verdict(0), verdict(1, 1))))
        .isEqualTo(new Placement.Missing(3));
  }

  @Test
  void acceptedRowsWhoseParentIsNotYetAcceptedAreNotTakenForItsRows() {
    placed(onPrefix(0, 0, 1, Tree.chain(3)));
    placed(ahead(1, 0, 2, 3, Tree.chain(2)));
    assertThat(ledger.place(onPrefix(2, 2, 1, Tree.chain(1), verdict(1, 0))))
        .isEqualTo(new Placement.Missing(1));
  }

  @Test
  void anEmptyCacheIsMissingEverything() {
    assertThat(ledger.place(onPrefix(7, 12, 1, Tree.chain(2)))).isEqualTo(new Placement.Missing(0));
  }

  @Test
  void afterMissingRowsAReplayFromTheCommittedOnesIsPlaced() {
    placed(onPrefix(0, 0, 3, Tree.chain(4)));
    assertThat(ledger.place(onPrefix(2, 6, 1, Tree.chain(1)))).isEqualTo(new Placement.Missing(3));
    Placement.Placed replay = placed(onPrefix(3, 3, 4, Tree.chain(5)));
    assertThat(replay.firstSlot()).isEqualTo(3);
    assertThat(ledger.committed()).isEqualTo(7);
  }

  @Test
  void aBlockThatBuildsOnLessRewinds() {
    placed(onPrefix(0, 0, 8, Tree.chain(8)));
    Placement.Placed rewound = placed(onPrefix(1, 3, 2, Tree.chain(2)));
    assertThat(rewound.firstSlot()).isEqualTo(3);
    assertThat(rewound.moved()).isEqualTo(Ints.empty());
    assertThat(ledger.committed()).isEqualTo(5);
  }
}
