/** A stretch of time: from `start`, up to but without `end`. */
export interface TimeWindow {
  start: Date;
  end: Date;
}
