;; 8000000c:	0084b52f        	amoadd.d	a0,s0,(s1)
;; 80000010:	b00025f3        	csrr	a1,mcycle
;; 80000014:	fff40413        	addi	s0,s0,-1
;; 80000018:	fe041ae3        	bnez	s0,0x8000000c
(func $f4 (type $t0) (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i64) (param $p4 i32) (result i32)
  (local $l5 i32) (local $l6 i32) (local $l7 i32) (local $l8 i32) (local $l9 i64) (local $l10 i64) (local $l11 i64) (local $l12 i64) (local $l13 i64) (local $l14 i64) (local $l15 i64) (local $l16 i64) (local $l17 i64) (local $l18 f64) (local $l19 f32)
  (block $B0
    (block $B1
      (if $I2
        (i32.lt_s
          (local.get $p1)
          (i32.const 4))
        (then
          (local.set $l14
            (i64.load offset=616 align=1
              (local.get $p0)))
          (local.set $l16
            (i64.load offset=632 align=1
              (local.get $p0)))
          (local.set $l17
            (i64.load offset=640 align=1
              (local.get $p0)))
          (local.set $l13
            (i64.add
              (local.get $p3)
              (i64.const 12)))
          (br $B1)))
      (local.set $l14
        (i64.load offset=616 align=1
          (local.get $p0)))
      (local.set $l15
        (i64.load offset=624 align=1
          (local.get $p0)))
      (local.set $l16
        (i64.load offset=632 align=1
          (local.get $p0)))
      (local.set $l17
        (i64.load offset=640 align=1
          (local.get $p0)))
      (loop $L3
        (if $I4
          (i32.lt_s
            (local.get $p1)
            (i32.const 4))
          (then
            (local.set $l13
              (i64.add
                (local.get $p3)
                (i64.const 12)))
            (br $B1)))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 4)))
        (local.set $l11
          (call_indirect $env.table (type $t9)
            (local.get $p0)
            (local.get $l15)
            (local.get $l14)
            (i32.const 1)
            (i32.const 34)))
        (if $I5
          (i32.load offset=60 align=1
            (local.get $p0))
          (then
            (local.set $l13
              (i64.add
                (local.get $p3)
                (i64.const 12)))
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 4)))
            (br $B1)))
        (local.set $l16
          (local.get $l11))
        (if $I6
          (i32.load offset=528 align=1
            (local.get $p0))
          (then
            (local.set $l13
              (i64.add
                (local.get $p3)
                (i64.const 16)))
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 3)))
            (br $B1)))
        (i64.store offset=616 align=1
          (local.get $p0)
          (local.get $l14))
        (i64.store offset=632 align=1
          (local.get $p0)
          (local.get $l16))
        (i64.store offset=640 align=1
          (local.get $p0)
          (local.get $l17))
        (if $I7
          (i32.lt_s
            (local.tee $p1
              (call $core.step
                (local.get $p0)
                (i64.const 12094628094182)
                (local.get $p3)
                (local.get $p1)
                (i32.const 134742019)))
            (i32.const 0))
          (then
            (return
              (i32.const -1))))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 2)))
        (local.set $l17
          (i64.load offset=640 align=1
            (local.get $p0)))
        (local.set $l14
          (i64.add
            (local.get $l14)
            (i64.const -1)))
        (br_if $L3
          (i64.ne
            (local.get $l14)
            (i64.const 0)))
        (i64.store offset=616 align=1
          (local.get $p0)
          (local.get $l14))
        (i64.store offset=632 align=1
          (local.get $p0)
          (local.get $l16))
        (i64.store offset=640 align=1
          (local.get $p0)
          (local.get $l17))
        (return_call $f3
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 28))))
      (unreachable))
    (i64.store offset=16 align=1
      (local.get $p0)
      (local.get $l13))
    (i64.store align=1
      (local.get $p0)
      (i64.sub
        (i64.load offset=512 align=1
          (local.get $p0))
        (i64.extend_i32_u
          (local.get $p1)))))
  (i64.store offset=616 align=1
    (local.get $p0)
    (local.get $l14))
  (i64.store offset=632 align=1
    (local.get $p0)
    (local.get $l16))
  (i64.store offset=640 align=1
    (local.get $p0)
    (local.get $l17))
  (i32.const -1))
