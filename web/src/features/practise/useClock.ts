import { useCallback, useEffect, useRef, useState } from "react";

/** A clock that runs down and on: `left` seconds, below zero once the time is over. It rings nothing and stops nobody. */
export function useClock(seconds: number) {
  const [running, setRunning] = useState(false);
  const [gone, setGone] = useState(0);
  const began = useRef(0);
  const before = useRef(0);
  useEffect(() => {
    if (!running) return;
    const tick = () => setGone(before.current + Math.floor((performance.now() - began.current) / 1000));
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [running]);
  const toggle = useCallback(() => {
    setRunning((was) => {
      if (was) before.current += (performance.now() - began.current) / 1000;
      else began.current = performance.now();
      return !was;
    });
  }, []);
  const reset = useCallback(() => {
    setRunning(false);
    setGone(0);
    before.current = 0;
  }, []);
  return { running, gone, left: seconds - gone, toggle, reset };
}
