/** A bar in two tones: how much of a whole is kept. Decorative: the numbers stand beside it. */
export function ShareBar({ kept, whole }: { kept: number; whole: number }) {
  const percent = whole === 0 ? 100 : (kept / whole) * 100
  return (
    <div className="chart-share" aria-hidden>
      <div className="chart-share-kept" style={{ width: `${percent}%` }} />
    </div>
  )
}
