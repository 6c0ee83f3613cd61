/** The n-th of unsorted numbers and the sum of the largest, without sorting them. */

/** The number at place `rank` from 0, were the numbers sorted; reorders them. O(n) usually. */
export function nthSmallest(numbers: Float64Array, rank: number): number {
  let [from, to] = [0, numbers.length - 1];
  while (from < to) {
    const pivot = middleOf(numbers[from]!, numbers[(from + to) >> 1]!, numbers[to]!);
    let [low, high] = [from, to];
    while (low <= high) {
      while (numbers[low]! < pivot) low += 1;
      while (numbers[high]! > pivot) high -= 1;
      if (low > high) break;
      const swapped = numbers[low]!;
      numbers[low] = numbers[high]!;
      numbers[high] = swapped;
      low += 1;
      high -= 1;
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else break;
  }
  return numbers[rank]!;
}

/** The sum of the `count` largest. O(n) usually. */
export function sumOfLargest(numbers: Float64Array, count: number): number {
  let sum = 0;
  if (count >= numbers.length) {
    for (let at = 0; at < numbers.length; at += 1) sum += numbers[at]!;
    return sum;
  }
  const copy = numbers.slice();
  const first = copy.length - count;
  nthSmallest(copy, first);
  for (let at = first; at < copy.length; at += 1) sum += copy[at]!;
  return sum;
}

/** The middle one of three. */
export function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
