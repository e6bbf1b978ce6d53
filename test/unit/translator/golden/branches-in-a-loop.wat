;; 80000004:	00147293        	andi	t0,s0,1
;; 80000008:	00028663        	beqz	t0,0x80000014
;; 8000000c:	00350513        	addi	a0,a0,3
;; 80000010:	0100006f        	j	0x80000020
;; 80000014:	03253313        	sltiu	t1,a0,50
;; 80000018:	00030463        	beqz	t1,0x80000020
;; 8000001c:	02850533        	mul	a0,a0,s0
;; 80000020:	fff40413        	addi	s0,s0,-1
;; 80000024:	fe0410e3        	bnez	s0,0x80000004
(func $f8 (type $t0) (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i64) (param $p4 i32) (result i32)
  (local $l5 i32) (local $l6 i32) (local $l7 i32) (local $l8 i32) (local $l9 i32) (local $l10 i32) (local $l11 i64) (local $l12 i64) (local $l13 i64) (local $l14 i64) (local $l15 i64) (local $l16 i64) (local $l17 i64) (local $l18 i64) (local $l19 i64) (local $l20 i64) (local $l21 i64) (local $l22 i64) (local $l23 i64) (local $l24 i64) (local $l25 f64) (local $l26 f32) (local $l27 i32) (local $l28 i32)
  (if $I0
    (i32.lt_s
      (local.get $p1)
      (i32.const 18))
    (then
      (return_call $links.leave
        (local.get $p0)
        (local.get $p1)
        (i64.add
          (local.get $p3)
          (i64.const 4))
        (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
  (local.set $l22
    (i64.load offset=648 align=1
      (local.get $p0)))
  (local.set $l23
    (i64.load offset=664 align=1
      (local.get $p0)))
  (local.set $l24
    (i64.load offset=680 align=1
      (local.get $p0)))
  (block $B1
    (block $B2
      (block $B3
        (block $B4
          (block $B5
            (local.set $p1
              (i32.sub
                (local.get $p1)
                (i32.const 2)))
            (local.set $l27
              (i32.and
                (i32.wrap_i64
                  (local.get $l23))
                (i32.const 1)))
            (br_if $B4
              (i32.eqz
                (i32.eq
                  (local.get $l27)
                  (i32.const 0)))))
          (local.set $p1
            (i32.sub
              (local.get $p1)
              (i32.const 2)))
          (local.set $l28
            (i64.lt_u
              (local.get $l24)
              (i64.const 50)))
          (local.set $l22
            (i64.extend_i32_u
              (local.get $l28)))
          (br_if $B2
            (i32.eq
              (local.get $l28)
              (i32.const 0)))
          (br $B3))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 2)))
        (local.set $l24
          (i64.add
            (local.get $l24)
            (i64.const 3)))
        (br $B2))
      (local.set $p1
        (i32.sub
          (local.get $p1)
          (i32.const 1)))
      (local.set $l24
        (i64.mul
          (local.get $l24)
          (local.get $l23)))
      (local.set $l22
        (i64.extend_i32_u
          (local.get $l28))))
    (local.set $p1
      (i32.sub
        (local.get $p1)
        (i32.const 2)))
    (local.set $l23
      (i64.add
        (local.get $l23)
        (i64.const -1)))
    (br_if $B1
      (i64.ne
        (local.get $l23)
        (i64.const 0)))
    (i64.store offset=640 align=1
      (local.get $p0)
      (i64.extend_i32_s
        (local.get $l27)))
    (i64.store offset=648 align=1
      (local.get $p0)
      (local.get $l22))
    (i64.store offset=664 align=1
      (local.get $p0)
      (local.get $l23))
    (i64.store offset=680 align=1
      (local.get $p0)
      (local.get $l24))
    (return_call $links.chain
      (local.get $p0)
      (local.get $p1)
      (local.get $p2)
      (i64.add
        (local.get $p3)
        (i64.const 40))
      (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
  (loop $L6
    (if $I7
      (i32.lt_s
        (local.get $p1)
        (i32.const 18))
      (then
        (i64.store offset=640 align=1
          (local.get $p0)
          (i64.extend_i32_s
            (local.get $l27)))
        (i64.store offset=648 align=1
          (local.get $p0)
          (local.get $l22))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l23))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l24))
        (return_call $links.leave
          (local.get $p0)
          (local.get $p1)
          (i64.add
            (local.get $p3)
            (i64.const 4))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (block $B8
      (block $B9
        (block $B10
          (block $B11
            (local.set $p1
              (i32.sub
                (local.get $p1)
                (i32.const 2)))
            (local.set $l27
              (i32.and
                (i32.wrap_i64
                  (local.get $l23))
                (i32.const 1)))
            (br_if $B10
              (i32.eq
                (local.get $l27)
                (i32.const 0))))
          (local.set $p1
            (i32.sub
              (local.get $p1)
              (i32.const 2)))
          (local.set $l24
            (i64.add
              (local.get $l24)
              (i64.const 3)))
          (br $B8))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 2)))
        (local.set $l28
          (i64.lt_u
            (local.get $l24)
            (i64.const 50)))
        (local.set $l22
          (i64.extend_i32_u
            (local.get $l28)))
        (br_if $B8
          (i32.eq
            (local.get $l28)
            (i32.const 0))))
      (local.set $p1
        (i32.sub
          (local.get $p1)
          (i32.const 1)))
      (local.set $l24
        (i64.mul
          (local.get $l24)
          (local.get $l23)))
      (local.set $l22
        (i64.extend_i32_u
          (local.get $l28))))
    (local.set $p1
      (i32.sub
        (local.get $p1)
        (i32.const 2)))
    (local.set $l23
      (i64.add
        (local.get $l23)
        (i64.const -1)))
    (br_if $L6
      (i64.ne
        (local.get $l23)
        (i64.const 0)))
    (i64.store offset=640 align=1
      (local.get $p0)
      (i64.extend_i32_s
        (local.get $l27)))
    (i64.store offset=648 align=1
      (local.get $p0)
      (local.get $l22))
    (i64.store offset=664 align=1
      (local.get $p0)
      (local.get $l23))
    (i64.store offset=680 align=1
      (local.get $p0)
      (local.get $l24))
    (return_call $links.chain
      (local.get $p0)
      (local.get $p1)
      (local.get $p2)
      (i64.add
        (local.get $p3)
        (i64.const 40))
      (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
  (unreachable))
