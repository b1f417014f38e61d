// The kernel's door: see `native.ts`.
export {
  type BinAmounts,
  type Crossfilter,
  createCrossfilter,
  type FollowedBins,
  groupOrder,
  type RuleDrops,
} from '#native'
