;; 80000004:	00850533        	add	a0,a0,s0
;; 80000008:	fff40413        	addi	s0,s0,-1
;; 8000000c:	fe041ce3        	bnez	s0,0x80000004
(func $f8 (type $t0) (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i64) (param $p4 i32) (result i32)
  (local $l5 i32) (local $l6 i32) (local $l7 i32) (local $l8 i32) (local $l9 i32) (local $l10 i32) (local $l11 i64) (local $l12 i64) (local $l13 i64) (local $l14 i64) (local $l15 i64) (local $l16 i64) (local $l17 i64) (local $l18 i64) (local $l19 i64) (local $l20 i64) (local $l21 i64) (local $l22 i64) (local $l23 f64) (local $l24 f32)
  (if $I0
    (i32.lt_s
      (local.get $p1)
      (i32.const 15))
    (then
      (return_call $links.leave
        (local.get $p0)
        (local.get $p1)
        (i64.add
          (local.get $p3)
          (i64.const 4))
        (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
  (local.set $l21
    (i64.load offset=664 align=1
      (local.get $p0)))
  (local.set $l22
    (i64.load offset=680 align=1
      (local.get $p0)))
  (loop $L1
    (block $B2
      (block $B3
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 3)))
        (local.set $l22
          (i64.add
            (local.get $l22)
            (local.get $l21)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I4
          (i64.ne
            (local.get $l21)
            (i64.const 0))
          (then
            (block $B5
              (br $B3))
            (br $B2)))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l22))
        (return_call $links.chain
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 16))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
      (loop $L6
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 12)))
        (local.set $l22
          (i64.add
            (local.get $l22)
            (local.get $l21)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I7
          (i32.eqz
            (i64.ne
              (local.get $l21)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 9)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l22))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l22
          (i64.add
            (local.get $l22)
            (local.get $l21)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I8
          (i32.eqz
            (i64.ne
              (local.get $l21)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 6)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l22))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l22
          (i64.add
            (local.get $l22)
            (local.get $l21)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I9
          (i32.eqz
            (i64.ne
              (local.get $l21)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 3)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l22))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l22
          (i64.add
            (local.get $l22)
            (local.get $l21)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I10
          (i64.ne
            (local.get $l21)
            (i64.const 0))
          (then
            (block $B11
              (br_if $B11
                (i32.lt_s
                  (local.get $p1)
                  (i32.const 15)))
              (br $L6))
            (br $B2)))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l22))
        (return_call $links.chain
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 16))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (if $I12
      (i32.lt_s
        (local.get $p1)
        (i32.const 15))
      (then
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l22))
        (return_call $links.leave
          (local.get $p0)
          (local.get $p1)
          (i64.add
            (local.get $p3)
            (i64.const 4))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (br $L1))
  (unreachable))
