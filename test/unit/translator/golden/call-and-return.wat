;; 80000018:	00151513        	slli	a0,a0,0x1
;; 8000001c:	00008067        	ret
(func $f8 (type $t0) (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i64) (param $p4 i32) (result i32)
  (local $l5 i32) (local $l6 i32) (local $l7 i32) (local $l8 i32) (local $l9 i32) (local $l10 i32) (local $l11 i64) (local $l12 i64) (local $l13 i64) (local $l14 i64) (local $l15 i64) (local $l16 i64) (local $l17 i64) (local $l18 i64) (local $l19 i64) (local $l20 i64) (local $l21 i64) (local $l22 i64) (local $l23 f64) (local $l24 f32)
  (if $I0
    (i32.lt_s
      (local.get $p1)
      (i32.const 2))
    (then
      (return_call $links.leave
        (local.get $p0)
        (local.get $p1)
        (i64.add
          (local.get $p3)
          (i64.const 24))
        (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
  (local.set $l21
    (i64.load offset=608 align=1
      (local.get $p0)))
  (local.set $l22
    (i64.load offset=680 align=1
      (local.get $p0)))
  (local.set $p1
    (i32.sub
      (local.get $p1)
      (i32.const 2)))
  (local.set $l22
    (i64.shl
      (local.get $l22)
      (i64.const 1)))
  (i64.store offset=680 align=1
    (local.get $p0)
    (local.get $l22))
  (local.set $l13
    (i64.and
      (local.get $l21)
      (i64.const -2)))
  (i64.store offset=16 align=1
    (local.get $p0)
    (local.get $l13))
  (return
    (local.get $p1))
  (unreachable))

;; 80000004:	00000097        	auipc	ra,0x0
;; 80000008:	014080e7        	jalr	20(ra)
;; 8000000c:	fff40413        	addi	s0,s0,-1
;; 80000010:	fe041ae3        	bnez	s0,0x80000004
(func $f9 (type $t0) (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i64) (param $p4 i32) (result i32)
  (local $l5 i32) (local $l6 i32) (local $l7 i32) (local $l8 i32) (local $l9 i32) (local $l10 i32) (local $l11 i64) (local $l12 i64) (local $l13 i64) (local $l14 i64) (local $l15 i64) (local $l16 i64) (local $l17 i64) (local $l18 i64) (local $l19 i64) (local $l20 i64) (local $l21 i64) (local $l22 i64) (local $l23 f64) (local $l24 f32)
  (if $I0
    (i32.lt_s
      (local.get $p1)
      (i32.const 8))
    (then
      (return_call $links.leave
        (local.get $p0)
        (local.get $p1)
        (i64.add
          (local.get $p3)
          (i64.const 4))
        (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
  (block $B1
    (block $B2
      (local.set $p1
        (i32.sub
          (local.get $p1)
          (i32.const 2)))
      (local.set $l21
        (i64.add
          (i64.add
            (local.get $p3)
            (i64.const 4))
          (i64.const 0)))
      (local.set $l13
        (i64.and
          (i64.add
            (local.get $l21)
            (i64.const 20))
          (i64.const -2)))
      (local.set $l21
        (i64.add
          (local.get $p3)
          (i64.const 12)))
      (i64.store offset=608 align=1
        (local.get $p0)
        (local.get $l21))
      (if $I3
        (i32.lt_s
          (local.tee $p1
            (call $links.chain
              (local.get $p0)
              (local.get $p1)
              (i32.sub
                (local.get $p2)
                (i32.const 1))
              (local.get $l13)
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
          (i32.const 8))
        (then
          (if $I4
            (i32.ge_s
              (local.get $p1)
              (i32.const 0))
            (then
              (i64.store align=1
                (local.get $p0)
                (i64.sub
                  (i64.load offset=528 align=1
                    (local.get $p0))
                  (i64.extend_i32_u
                    (local.get $p1))))))
          (return
            (i32.const -1))))
      (if $I5
        (i64.ne
          (local.tee $l13
            (i64.load offset=16 align=1
              (local.get $p0)))
          (i64.add
            (local.get $p3)
            (i64.const 12)))
        (then
          (return_call $links.chain
            (local.get $p0)
            (local.get $p1)
            (local.get $p2)
            (local.get $l13)
            (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
      (local.set $l22
        (i64.load offset=664 align=1
          (local.get $p0))))
    (local.set $p1
      (i32.sub
        (local.get $p1)
        (i32.const 2)))
    (local.set $l22
      (i64.add
        (local.get $l22)
        (i64.const -1)))
    (br_if $B1
      (i64.ne
        (local.get $l22)
        (i64.const 0)))
    (i64.store offset=664 align=1
      (local.get $p0)
      (local.get $l22))
    (return_call $links.chain
      (local.get $p0)
      (local.get $p1)
      (local.get $p2)
      (i64.add
        (local.get $p3)
        (i64.const 20))
      (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
  (loop $L6
    (if $I7
      (i32.lt_s
        (local.get $p1)
        (i32.const 8))
      (then
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l22))
        (return_call $links.leave
          (local.get $p0)
          (local.get $p1)
          (i64.add
            (local.get $p3)
            (i64.const 4))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (block $B8
      (local.set $p1
        (i32.sub
          (local.get $p1)
          (i32.const 2)))
      (local.set $l21
        (i64.add
          (i64.add
            (local.get $p3)
            (i64.const 4))
          (i64.const 0)))
      (local.set $l13
        (i64.and
          (i64.add
            (local.get $l21)
            (i64.const 20))
          (i64.const -2)))
      (local.set $l21
        (i64.add
          (local.get $p3)
          (i64.const 12)))
      (i64.store offset=608 align=1
        (local.get $p0)
        (local.get $l21))
      (i64.store offset=664 align=1
        (local.get $p0)
        (local.get $l22))
      (if $I9
        (i32.lt_s
          (local.tee $p1
            (call $links.chain
              (local.get $p0)
              (local.get $p1)
              (i32.sub
                (local.get $p2)
                (i32.const 1))
              (local.get $l13)
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
          (i32.const 8))
        (then
          (if $I10
            (i32.ge_s
              (local.get $p1)
              (i32.const 0))
            (then
              (i64.store align=1
                (local.get $p0)
                (i64.sub
                  (i64.load offset=528 align=1
                    (local.get $p0))
                  (i64.extend_i32_u
                    (local.get $p1))))))
          (return
            (i32.const -1))))
      (if $I11
        (i64.ne
          (local.tee $l13
            (i64.load offset=16 align=1
              (local.get $p0)))
          (i64.add
            (local.get $p3)
            (i64.const 12)))
        (then
          (return_call $links.chain
            (local.get $p0)
            (local.get $p1)
            (local.get $p2)
            (local.get $l13)
            (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
      (local.set $l22
        (i64.load offset=664 align=1
          (local.get $p0))))
    (local.set $p1
      (i32.sub
        (local.get $p1)
        (i32.const 2)))
    (local.set $l22
      (i64.add
        (local.get $l22)
        (i64.const -1)))
    (br_if $L6
      (i64.ne
        (local.get $l22)
        (i64.const 0)))
    (i64.store offset=664 align=1
      (local.get $p0)
      (local.get $l22))
    (return_call $links.chain
      (local.get $p0)
      (local.get $p1)
      (local.get $p2)
      (i64.add
        (local.get $p3)
        (i64.const 20))
      (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
  (unreachable))
